//! Status mail: typed message, templates, transports.
