//! Orders the members of an object as programs do.

use crate::json::Json;

/// The order of members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As they were sent.
    Sent,
    /// By name: fastjson, Python's `sort_keys`, Go's maps, Java's `TreeMap`.
    Name,
    /// By the length of the name, then by name: `MySQL` JSON and `PostgreSQL` jsonb columns.
    Length,
    /// In the iteration order of Java's `HashMap`.
    HashMap,
    /// In the order of the document's tables, as in a class with these fields.
    Table,
}

/// The largest object that is sorted: insertion sort takes quadratic time, and an upload has no larger object.
const LARGEST: usize = 64;

/// The fields in the order of the tables.
const FIELDS: &[u8] = b"\"sessionID\"payExchangeInfoHead\"guid\"initalRequest\"initalResponse\"ebpCode\"payCode\"\
    payTransactionId\"totalAmount\"currency\"verDept\"payType\"tradingTime\"note\"payExchangeInfoLists\"orderNo\"\
    goodsInfo\"gname\"itemLink\"recpAccount\"recpCode\"recpName\"serviceTime\"certNo\"signValue\"";

/// Sorts members, given as pairs of name and value tokens. Names are compared by their raw text.
pub(crate) fn sort(json: &Json, members: &mut [(usize, usize)], order: Order) {
    if order == Order::Sent || members.len() > LARGEST {
        return;
    }
    let count = members.len();
    let key = |member: (usize, usize)| {
        let name = json.bytes(member.0);
        let rank = match order {
            Order::Length => name.len(),
            Order::HashMap => bucket(&name[1..name.len() - 1], count),
            // Unknown fields come last.
            Order::Table => FIELDS.windows(name.len()).position(|field| field == name).unwrap_or(FIELDS.len()),
            _ => 0,
        };
        (rank, if matches!(order, Order::Name | Order::Length) { name } else { b"" })
    };
    for end in 1..count {
        let mut at = end;
        while at > 0 && key(members[at - 1]) > key(members[at]) {
            members.swap(at - 1, at);
            at -= 1;
        }
    }
}

/// Returns the bucket of an ASCII key in a Java `HashMap` with this many keys, added one by one.
fn bucket(name: &[u8], count: usize) -> usize {
    let hash = name.iter().fold(0_u32, |hash, &byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    let mut capacity = 16;
    while count > capacity / 4 * 3 {
        capacity *= 2;
    }
    (hash ^ hash >> 16) as usize & (capacity - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_those_of_the_tables() {
        use cbt179_spec::{GOODS, HEAD, ORDER, PAY_EX_INFO, SIGNATURE};
        let [session, head, lists] = &PAY_EX_INFO;
        let order = [&ORDER[..2], &GOODS, &ORDER[2..]].into_iter().flatten();
        let all = [session, head].into_iter().chain(&HEAD).chain([lists]).chain(order).chain(SIGNATURE);
        let names: Vec<_> = all.map(|field| field.name).collect();
        assert_eq!(FIELDS, format!("\"{}\"", names.join("\"")).as_bytes());
    }

    /// Compares with the orders in which Java 17 iterates a `HashMap` with these keys.
    #[test]
    fn hash_maps_iterate_as_in_java() {
        let head = "guid initalRequest initalResponse ebpCode payCode payTransactionId totalAmount currency verDept \
                    payType tradingTime note";
        let few = "totalAmount tradingTime note payType verDept guid initalResponse ebpCode currency payCode \
                   payTransactionId initalRequest";
        let more = "tradingTime note payTransactionId initalRequest totalAmount payType verDept extra guid \
                    initalResponse ebpCode currency payCode";
        for (names, expected) in [(head.to_owned(), few), (head.to_owned() + " extra", more)] {
            let text =
                format!("{{{}}}", names.split(' ').map(|name| format!("\"{name}\":1")).collect::<Vec<_>>().join(","));
            let json = Json::read(&text).unwrap();
            let tokens: Vec<_> = json.children(0).collect();
            let mut members: Vec<_> = tokens.chunks(2).map(|pair| (pair[0], pair[1])).collect();
            sort(&json, &mut members, Order::HashMap);
            let sorted: Vec<_> = members.iter().map(|member| json.content(member.0)).collect();
            assert_eq!(sorted.join(" "), expected);
        }
    }
}
