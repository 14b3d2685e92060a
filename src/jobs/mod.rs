//! The clock's entry points. A job takes no input: it looks at the state and brings it up to date.
