//! REST: decode, one workflow or store call, encode. No rules, no SQL.
