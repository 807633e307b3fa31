//! Measurements against named peers: see `benches/`.
