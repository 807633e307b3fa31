//! Nothing here: the tests are in `tests/`, the programs that must not compile in `fail/`.
