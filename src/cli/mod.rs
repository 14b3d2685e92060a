//! The command line, one file per command. Each parses nothing but its own arguments and calls the layers below.
