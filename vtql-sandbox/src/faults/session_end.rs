/// How a session ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SessionEnd {
    /// Its time is over: `SESSION_EXPIRED` once, `INVALID_SESSIONID` from then on.
    #[default]
    Expired,
    /// It was idle for too long: `SESSION_LEFT_IDLE` once, `INVALID_SESSIONID` from then on.
    Idle,
    /// The server has cleaned it away: `INVALID_SESSIONID`, which is what clients of a real one meet most.
    Forgotten,
}

impl SessionEnd {
    const ALL: [SessionEnd; 3] = [SessionEnd::Expired, SessionEnd::Idle, SessionEnd::Forgotten];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            SessionEnd::Expired => "expired",
            SessionEnd::Idle => "idle",
            SessionEnd::Forgotten => "forgotten",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        SessionEnd::ALL.into_iter().find(|end| end.as_str() == name)
    }
}
