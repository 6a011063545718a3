//! Names of fields: which one a name is, or was meant to be.

use alloc::string::String;

use super::Field;

/// The most edits between a misspelt name and the field's.
const MOST: usize = 3;

/// Words in their own right that are close to a field's name.
const OTHERS: [&str; 1] = ["data"];

/// Finds the absent field whose name is nearest to an unknown `name`, or whose label it is, and marks it present. `None`
/// if no name is near.
pub fn nearest(name: &str, fields: &[Field], present: &mut [bool]) -> Option<usize> {
    // No longer name is near any field.
    const LONGEST: usize = 40;
    if let Some(index) = (0..fields.len()).find(|&index| !present[index] && fields[index].zh == name) {
        present[index] = true;
        return Some(index);
    }
    let is_near = |field: &Field| name.len() + MOST >= field.name.len();
    if name.len() > LONGEST || OTHERS.contains(&name) || !fields.iter().any(is_near) {
        return None;
    }
    let name = folded(name);
    let distances = fields.iter().enumerate().filter(|(index, _)| !present[*index]).filter_map(|(index, field)| {
        let most = ((field.name.len() + 1) / 4).min(MOST);
        let distance = distance(&name, field.name, most)?;
        Some((distance, index))
    });
    let (_, index) = distances.min()?;
    present[index] = true;
    Some(index)
}

/// Returns whether a misspelt name can only mean this field. Its case or separators may differ; in a long name, a
/// letter may also be missing, doubled, or swapped with the next. `initial…` is accepted for the interface's own
/// `inital…`.
#[must_use]
pub fn is_certain(name: &str, field: &Field) -> bool {
    const LONG: usize = 8;
    let name = folded(name).replace("initial", "inital");
    let due = field.name.to_ascii_lowercase();
    // The first letter that differs is swapped with the next.
    let is_swapped = || {
        let (a, b) = (name.as_bytes(), due.as_bytes());
        let at = a.iter().zip(b).position(|(a, b)| a != b);
        at.is_some_and(|at| a.get(at) == b.get(at + 1) && a.get(at + 1) == b.get(at))
    };
    let is_doubled = |at: usize| name.as_bytes()[at] == name.as_bytes()[at - 1];
    let without = |at: usize| [&name[..at], &name[at + 1..]].concat();
    name == due
        || due.len() >= LONG
            && distance(&name, &due, 1).is_some()
            && (name.len() < due.len()
                || name.len() == due.len() && is_swapped()
                || name.is_ascii() && (1..name.len()).any(|at| is_doubled(at) && without(at) == due))
}

/// Folds case and removes `_`, `-` and spaces.
fn folded(name: &str) -> String {
    name.chars().filter(|char| !matches!(char, '_' | '-' | ' ')).map(|char| char.to_ascii_lowercase()).collect()
}

/// Returns the edit distance (insertions, deletions, substitutions, swaps of neighbours) between a lower-case name and
/// another, or `None` above `most`.
fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    /// [`nearest`] rejects longer names.
    const LONGEST: usize = 48;
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > most || b.len() >= LONGEST {
        return None;
    }
    // The last three rows of the usual table, in rotation.
    let mut rows = [[0_u8; LONGEST]; 3];
    for (index, cost) in (0..).zip(&mut rows[0]) {
        *cost = index;
    }
    for (i, x) in a.iter().enumerate() {
        let [before, last, row] = [i + 2, i, i + 1].map(|index| index % 3);
        rows[row][0] = rows[last][0] + 1;
        for (j, y) in b.iter().enumerate() {
            let y = y.to_ascii_lowercase();
            let changed = rows[last][j] + u8::from(*x != y);
            let mut cost = changed.min(rows[last][j + 1] + 1).min(rows[row][j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1].to_ascii_lowercase() && y == a[i - 1] {
                cost = cost.min(rows[before][j - 1] + 1);
            }
            rows[row][j + 1] = cost;
        }
    }
    Some(usize::from(rows[a.len() % 3][b.len()])).filter(|&distance| distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{E_DATA, HEAD, ORDER, PAY_EX_INFO};

    #[test]
    fn names_that_are_near() {
        for (name, fields, near) in [
            ("initialRequest", &HEAD[..], Some("initalRequest")),
            ("initialResponse", &HEAD, Some("initalResponse")),
            ("node", &HEAD, Some("note")),
            ("Guid", &HEAD, Some("guid")),
            ("giud", &HEAD, Some("guid")),
            ("GUID", &HEAD, Some("guid")),
            ("pay_type", &HEAD, Some("payType")),
            ("total-amount", &HEAD, Some("totalAmount")),
            ("payTransactionID", &HEAD, Some("payTransactionId")),
            ("tradeTime", &HEAD, Some("tradingTime")),
            ("goodInfo", &ORDER, Some("goodsInfo")),
            ("recpNode", &ORDER, Some("recpCode")),
            ("orderId", &ORDER, Some("orderNo")),
            ("sessionId", &PAY_EX_INFO, Some("sessionID")),
            ("payExchangeInfoLIsts", &PAY_EX_INFO, Some("payExchangeInfoLists")),
            ("cusname", &E_DATA, Some("cusName")),
            ("remark", &HEAD, None),
            ("id", &HEAD, None),
            ("", &HEAD, None),
            ("商品", &HEAD, None),
            ("币制", &HEAD, Some("currency")),
            ("海关备案名称", &E_DATA, Some("cusName")),
            ("data", &E_DATA, None),
        ] {
            let index = nearest(name, fields, &mut vec![false; fields.len()]);
            assert_eq!(index.map(|index| fields[index].name), near, "{name}");
        }
        assert_eq!(nearest("Guid", &HEAD, &mut [true; 12]), None);
    }
}
