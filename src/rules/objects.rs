//! Values in a request that JSON cannot represent, such as a `Map`.
//!
//! The caller passes such a value as an object whose only member is named `[object Map]`, because an empty object would
//! not name its type.

use crate::diagnostics::Words;
use crate::json::{Kind, Node};

/// The types, each with the value to pass instead.
const INSTEAD: [(&[&str], Words); 8] = [
    (
        &["Date"],
        (
            "传入北京时间的 14 位数字，形如 `20260115092811`",
            "pass 14 digits in China Standard Time, such as `20260115092811`",
        ),
    ),
    (
        &["Invalid Date"],
        ("先检查日期是怎样解析的，再传入 14 位数字", "check how the date was parsed, then pass 14 digits"),
    ),
    (&["Map"], ("传入 `Object.fromEntries(map)`", "pass `Object.fromEntries(map)`")),
    (&["Set"], ("传入 `[...set]`", "pass `[...set]`")),
    (&["Promise"], ("先 `await` 它", "`await` it first")),
    (
        &["LosslessNumber", "Decimal128"],
        ("传入 `String(value)`，金额可以是十进制字符串", "pass `String(value)`: an amount may be a decimal string"),
    ),
    (
        &["Uint8Array", "ArrayBuffer"],
        (
            "先解码成字符串，例如 `buffer.toString(\"utf8\")`",
            "decode it to a string, for example `buffer.toString(\"utf8\")`",
        ),
    ),
    (&["Function", "AsyncFunction"], ("调用它，传入它的结果", "call it, and pass its result")),
];

/// Returns the type of a value that JSON cannot represent, and what to pass instead.
pub(crate) fn foreign<'a>(node: &Node<'a>) -> Option<(&'a str, Words)> {
    let Kind::Object(object) = node.kind else {
        return None;
    };
    let name = object.members.only()?.key.strip_prefix("[object ")?.strip_suffix(']')?;
    let instead = INSTEAD.iter().find(|(names, _)| names.contains(&name)).map(|(_, instead)| *instead);
    Some((name, instead.unwrap_or(("传入普通的值", "pass a plain value"))))
}
