//! The functions of the second module, which verifies signatures.
