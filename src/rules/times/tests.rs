use super::*;

/// Texts by their code and by the time that they mean; `-` if they determine none.
const TEXTS: &str =
    "time.nonexistent - = 20230229000000 | 21000229000000 | 20261301000000 | 20260431000000 | 20260115240000 \
    | 20260115236000 | 20260115235960 | 00000101000000 | 99999999999999 | 13132026092811 | 01151999092811
time.unix 20260115092811 = 1768440491 | 1768440491123 | 1768440491123456 | 1768440491123456789 | 1768440491.123 \
    | １７６８４４０４９１
time.month-first 20260115092811 = 01/15/2026 09:28:11 | 15/01/2026, 9:28:11 | 15.01.2026 09:28:11 \
    | 09:28:11 01/15/2026 | 01152026092811 | 15012026092811 | 01152026 09:28:11 | 01/15/2026 01:28:11Z \
    | 1/15/26, 9:28:11\u{202f}AM | 15/01/2026 上午 9:28:11
time.month-first - = 01/02/2026 09:28:11 | 01022026092811 | 01/15/2026 | 01152026 | 01/15/2026 25:00:00
time.twelve-hour 20260115092811 = 2026-01-15 09:28:11 AM | 2026-01-15 9:28:11 A.M. | 2026/1/15 上午9:28:11
time.twelve-hour 20260115212811 = 2026-01-15 9:28:11pm | 2026-01-15 PM 09:28:11 | 2026-01-15 09:28:11.123 PM \
    | 2026-01-15T09:28:11PM+08:00 | 20260115092811 下午 | 2026年1月15日 下午9点28分11秒 | 2026-01-15 21:28:11 PM \
    | January 15, 2026 at 9:28:11 PM GMT+8 | 15-JAN-26 09.28.11.123000 PM | 2026-01-15 01:28:11 PM Z
time.twelve-hour 20260115002811 = 2026-01-15 12:28:11 AM | 2026-01-15 00:28:11 AM
time.twelve-hour 20260115122811 = 2026-01-15 12:28:11 PM | 2026-01-15 00:28:11 PM
time.twelve-hour - = 2026-01-15 21:28:11 AM | 2026-01-15 25:28:11 PM | 2026-01-15 9 PM | 26-1-15 下午9:28
time.format 20260115092800 = 2026-01-15 09:28 | 202601150928 | 20260115-0928 | 2026年1月15號 9點28分 \
    | 2026-01-15 09:28+08:00
time.format 20260115092811 = 2026-01-15 09:28:11 | 2026/1/15 9:28:11 | 2026.01.15 09.28.11 | 2026-01-15-09-28-11 \
    | 2026-01-15 09:28:11,123 | 09:28:11 2026-01-15 |   2026-01-15   09:28:11   | 20260115 092811 \
    | 20260115092811123456 | 20260115092811.123 | ２０２６－０１－１５　０９：２８：１１ \
    | 2026年01月15日 09时28分11秒 | 2026 年 1 月 15 日 9 时 28 分 11 秒 \
    | \u{200e}2026\u{200e}/\u{200e}1\u{200e}/\u{200e}15 9:28:11 | 2026-01-15 -09:28:11
time.format 20260115092811 = 2026-01-15T09:28:11 | 2026-01-15T01:28:11.123Z | 2026-01-14T21:28:11-04:00 \
    | 20260115T012811Z | 2026-01-15T09:28:11+0800 | 2026-01-15T09:28:11+08 | 2026-01-15 09:28:11 +8:00 \
    | 2026-01-15T06:58:11+05:30 | 2026-01-14T17:28:11\u{2212}08:00 | 2026-01-15T09:28:11+08:00[Asia/Shanghai] \
    | 2026-01-15 09:28:11 (GMT+08:00) | Thu Jan 15 2026 09:28:11 GMT+0800 (中国标准时间) \
    | Thu, 15 Jan 2026 01:28:11 GMT | Thursday, 15-Jan-26 01:28:11 GMT | Thu Jan 15 09:28:11 CST 2026 \
    | 15/Jan/2026:09:28:11 +0800 | 2026-01-15 01:28:11 +0000 UTC
time.format - = 2026-01-15 09:28:11 EST | 2026-01-15 09:28:11 -0600 CST | 2026-01-15T09:28:11+08:00+09:00 \
    | 2026-01-15T09:28:11+15:00 | 2026-01-15T09:28:11+08:60 | 2026-01-15T09:28:11+080 | 2026-01-15T09:28:11+08: \
    | 2026-01-15T09:28:11 08:00 | Z20260115092811 | 2026-01-15T09:28:11+08:00[Asia/Shanghai
time.format - = 0000000000 | 4102444800 | -1768440491 | 176844049112 | 2026011509 | 20260115 | 2026-01-15T \
    | 2026-01-15 9点半 | 09:28:11 | 01-15 09:28:11 | Jan 15 09:28:11 | 26-01-15 09:28:11 | 2026/15/01 09:28:11 \
    | 2026-02-29 09:28:11 | 1999-12-31 23:59:59 | 2026-01-15 24:00:00 |  | - | + | null | 2026-01-15 009:28:11 \
    | 2026-01-15 09:28:11 2026 | 2026-01-15 09:28-11 | 30/02/2026 09:28:11 | 2026-W03-4T09:28:11 \
    | Foo Jan 15 2026 09:28:11 | Jan Feb 15 2026 09:28:11 | 12:\u{e9} | 2026-01-15 09:28:11; \
    | 2026-01-15 09:28:11 AM PM | ２０２６１３０１００００００ | ٢٠٢٦٠١١٥٠٩٢٨١١ | 下午好 | \u{1f600}1\u{301}";

#[test]
fn reads_common_formats() {
    for line in TEXTS.lines() {
        let (due, texts) = line.split_once(" = ").unwrap();
        for text in texts.split(" | ") {
            let (code, reading) = misread(text).unwrap();
            let digits = reading.as_ref().map_or("-", |reading| &reading.digits);
            assert_eq!(format!("{} {digits}", code.id), due, "{text}");
        }
    }
}

#[test]
fn every_day_written_is_valid() {
    assert_eq!(write(i64::MAX), None);
    for day in 0..60_000 {
        let seconds = day * 86_400 + day * 7919 % 86_400;
        assert_eq!(unix_seconds(&write(seconds).unwrap()), Some(seconds));
    }
}

/// Every format of every day, each at another time of day, is read as that time or not at all.
#[test]
fn formats_agree() {
    let sure = "yyyy-MM-dd HH:mm:ss | yyyy年MM月dd日HH时mm分ss秒 | yyyyMMddHHmmss123 | yyyyMMddTHHmmss+0800";
    let other = "MM/dd/yyyy HH:mm:ss | dd.MM.yyyy HH:mm:ss | MMddyyyyHHmmss | ddMMyyyyHHmmss123 | yy-MM-dd HH:mm:ss";
    for (index, format) in sure.split(" | ").chain(other.split(" | ")).enumerate() {
        for day in 0..25_000 {
            let digits = write(946_684_800 + day * 86400 + day * 7919 % 86400).unwrap();
            let (date, clock) = digits.split_at(8);
            let text = format.replace("yyyy", &date[..4]).replace("yy", &date[2..4]).replace("MM", &date[4..6]);
            let text = text.replace("dd", &date[6..]).replace("HH", &clock[..2]).replace("mm", &clock[2..4]);
            let text = text.replace("ss", &clock[4..]);
            match misread(&text).and_then(|(_, reading)| reading) {
                Some(reading) => assert_eq!(reading.digits, digits, "{text}"),
                None => assert!(index >= 4, "{text}"),
            }
        }
    }
}
