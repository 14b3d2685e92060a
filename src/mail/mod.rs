//! Status mail: typed message, templates, transports.

pub mod digest;
pub mod hints;
pub mod message;
pub mod pack;
pub mod smtp;
pub mod transport;
