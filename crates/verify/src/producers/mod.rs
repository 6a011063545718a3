//! Rewrites the signing text as known programs do.
//!
//! A [`Recipe`] describes a text completely: what is joined, and how JSON, strings, numbers and bytes are written. The
//! recipe of the text as sent is [`Recipe::SENT`]. A [`Producer`] changes some of its settings, so two producers that
//! change different settings combine into a third. The table of producers is in [`table`].

mod bytes;
mod numbers;
mod order;
pub mod table;
mod write;

pub use crate::strings::{Escapes, Others, Slashes, Strings};
pub(crate) use bytes::encode;
pub use bytes::{Encoding, Gbk};
pub use numbers::Numbers;
pub use order::Order;
pub use write::Difference;
pub(crate) use write::{Writer, Written, digits, milliseconds};

/// The text that is made from the upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The signing text.
    Signing,
    /// The whole JSON.
    Whole,
    /// The JSON without `certNo` and `signValue`.
    WithTime,
    /// The JSON without these and `serviceTime`.
    Unsigned,
}

/// The whitespace between JSON tokens.
#[derive(Clone, Copy, Debug)]
pub enum Layout {
    /// As they were sent.
    Sent,
    /// As a program writes them.
    Written(&'static Blanks),
}

/// The whitespace that a program writes.
#[derive(Clone, Copy, Debug)]
pub struct Blanks {
    /// The comma between members and elements, with whitespace.
    pub comma: &'static [u8],
    /// The colon after a name, with whitespace.
    pub colon: &'static [u8],
    /// The line break before a member or element; empty if all is on one line.
    pub line_break: &'static [u8],
    /// The indentation of one level.
    pub indent: &'static [u8],
    /// True if arrays stay on one line, with spaces inside their brackets.
    pub flat_arrays: bool,
}

impl Blanks {
    /// No whitespace.
    pub const NONE: Self = Self { comma: b",", colon: b":", line_break: b"", indent: b"", flat_arrays: false };
}

/// The parts of the upload that a setting applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The head.
    Head,
    /// The list.
    Lists,
    /// Both.
    Both,
}

impl Part {
    pub(crate) fn includes(self, part: Part) -> bool {
        self == Part::Both || part == Part::Both || self == part
    }
}

/// The handling of empty members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    /// As they were sent.
    Sent,
    /// Members that are `null` are left out.
    WithoutNull,
    /// Members that are `null` or `""` are left out.
    Without,
    /// `""` replaces `null`.
    NullAsText,
}

/// The quotes of amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amounts {
    /// As they were sent.
    Sent,
    /// Numbers are strings.
    Quoted,
    /// `totalAmount` is a number, even if it was sent as a string.
    Bare,
}

/// The quotes around the head and the list in the signing text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quotes {
    /// Both are in quotes, and the quotes inside are not escaped.
    Both,
    /// The head or the list, or both, are not in quotes.
    Without(Part),
    /// Both are in quotes, and `"` and `\` inside are escaped.
    Escaped,
    /// Both are in quotes, and `"` inside is `&quot;`.
    Entities,
}

/// The identity of the signer that SM2 hashes before a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// The default one, `1234567812345678`.
    Default,
    /// Another one.
    Other(&'static [u8]),
    /// None: neither the identity nor the key is hashed.
    None,
}

/// The form of the service time in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// As it was sent.
    Sent,
    /// As it was sent, without quotes.
    Bare,
    /// In seconds.
    Seconds,
    /// The start of the same second, in milliseconds.
    WholeSecond,
    /// Eight hours before the time sent, as if China Standard Time were UTC.
    EightHoursEarlier,
    /// Eight hours after it.
    EightHoursLater,
    /// Left out.
    None,
    /// Empty, between its quotes.
    Empty,
}

/// A setting of a [`Recipe`].
#[derive(Clone, Copy, Debug)]
pub enum Setting {
    /// The text that is made from the upload.
    Form(Form),
    /// The separator of the signing text.
    Separator(&'static [u8]),
    /// True if the list is named `payExchangeInfoList`.
    OtherName,
    /// The quotes around the head and the list.
    Quotes(Quotes),
    /// The whitespace between tokens.
    Layout(Layout),
    /// The escapes in strings.
    Strings(Strings),
    /// The format of numbers.
    Numbers(Numbers),
    /// The quotes of amounts.
    Amounts(Amounts),
    /// The order of members.
    Order(Order, Part),
    /// The handling of empty members.
    Empty(Empty),
    /// The encoding as bytes.
    Encoding(Encoding),
    /// The identity that is hashed before the text.
    Identity(Identity),
    /// The service time.
    Time(Time),
    /// The characters before the text.
    Start(&'static [u8]),
    /// The characters after the text.
    End(&'static [u8]),
}

/// A complete description of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recipe {
    pub form: Form,
    pub separator: &'static [u8],
    pub other_name: bool,
    pub quotes: Quotes,
    pub layout: Layout,
    pub strings: Strings,
    pub numbers: Numbers,
    pub amounts: Amounts,
    pub order: (Order, Part),
    pub empty: Empty,
    pub encoding: Encoding,
    pub identity: Identity,
    pub time: Time,
    pub start: &'static [u8],
    pub end: &'static [u8],
}

impl Recipe {
    pub const SENT: Self = Self {
        form: Form::Signing,
        separator: b"||",
        other_name: false,
        quotes: Quotes::Both,
        layout: Layout::Written(&Blanks::NONE),
        strings: Strings::Sent,
        numbers: Numbers::Sent,
        amounts: Amounts::Sent,
        order: (Order::Sent, Part::Both),
        empty: Empty::Sent,
        encoding: Encoding::Utf8,
        identity: Identity::Default,
        time: Time::Sent,
        start: b"",
        end: b"",
    };

    /// Returns the recipe with the settings of a producer.
    pub fn with(mut self, producer: &Producer) -> Self {
        for setting in producer.settings {
            match *setting {
                Setting::Form(form) => self.form = form,
                Setting::Separator(separator) => self.separator = separator,
                Setting::OtherName => self.other_name = true,
                Setting::Quotes(quotes) => self.quotes = quotes,
                Setting::Layout(layout) => self.layout = layout,
                Setting::Strings(strings) => self.strings = strings,
                Setting::Numbers(numbers) => self.numbers = numbers,
                Setting::Amounts(amounts) => self.amounts = amounts,
                Setting::Order(order, part) => self.order = (order, part),
                Setting::Empty(empty) => self.empty = empty,
                Setting::Encoding(encoding) => self.encoding = encoding,
                Setting::Identity(identity) => self.identity = identity,
                Setting::Time(time) => self.time = time,
                Setting::Start(start) => self.start = start,
                Setting::End(end) => self.end = end,
            }
        }
        self
    }
}

/// A named rewriting of the signing text.
#[derive(Debug)]
pub struct Producer {
    /// The stable name, in kebab case.
    pub id: &'static str,
    /// The settings that it changes.
    pub settings: &'static [Setting],
}

impl Producer {
    /// Returns whether both producers change the same setting, so that they cannot combine.
    pub(crate) fn excludes(&self, other: &Producer) -> bool {
        let kind = core::mem::discriminant;
        self.settings.iter().any(|setting| other.settings.iter().any(|another| kind(setting) == kind(another)))
    }
}
