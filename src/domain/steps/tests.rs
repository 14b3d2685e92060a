//! What each step asks and leaves, as tables and as one whole life.
