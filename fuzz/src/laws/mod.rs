//! The laws, a function for each target.

mod body;
mod certificate;
mod exchange;
mod fix;
mod locate;
mod request;
mod secrets;
mod verify;

use crate::Target;

pub use verify::CERTIFICATE;

/// All targets.
pub static TARGETS: [Target; 12] = [
    Target { name: "certificate", law: certificate::certificate, seeds: certificate::seeds },
    Target { name: "check", law: body::check, seeds: body::seeds },
    Target { name: "compose", law: exchange::compose, seeds: exchange::compose_seeds },
    Target { name: "decode", law: body::decode, seeds: body::seeds },
    Target { name: "exchange", law: exchange::messages, seeds: exchange::message_seeds },
    Target { name: "fix", law: fix::fix, seeds: body::seeds },
    Target { name: "locate", law: locate::locate, seeds: locate::seeds },
    Target { name: "reply", law: exchange::reply, seeds: exchange::reply_seeds },
    Target { name: "request", law: request::request, seeds: request::seeds },
    Target { name: "secrets", law: secrets::secrets, seeds: secrets::seeds },
    Target { name: "signing_text", law: exchange::signing, seeds: exchange::signing_seeds },
    Target { name: "verify", law: verify::verify, seeds: verify::seeds },
];
