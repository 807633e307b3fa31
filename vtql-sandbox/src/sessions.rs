//! The sessions of `webservice.php`.

use crate::auth::{self, Credentials};
use crate::error::{ApiError, Code};
use crate::faults::SessionEnd;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a challenge can be answered (observed).
pub(crate) const CHALLENGE_LIFE: Duration = Duration::from_mins(5);
/// How long a session lives, and how long it may be idle (the server's own limits).
const SESSION_LIFE: Duration = Duration::from_hours(24);
const SESSION_IDLE: Duration = Duration::from_mins(30);
/// How many sessions are open at once: one more ends the one that was idle for longest.
const SESSIONS: usize = 10_000;

/// Challenges and sessions of one sandbox.
#[derive(Debug, Default)]
pub(crate) struct Sessions(Mutex<Open>);

#[derive(Debug, Default)]
struct Open {
    /// By user: a newer challenge voids the older.
    challenges: HashMap<i64, (String, Instant)>,
    sessions: HashMap<String, Session>,
}

#[derive(Debug)]
struct Session {
    user: i64,
    opened: Instant,
    used: Instant,
    /// What ended it before its time.
    end: Option<SessionEnd>,
}

impl Session {
    /// Why it is no longer valid.
    fn ended(&self) -> Option<(Code, &'static str)> {
        if self.end == Some(SessionEnd::Expired) || self.opened.elapsed() >= SESSION_LIFE {
            Some((Code::SessionExpired, "Session has life span over please login again"))
        } else if self.end == Some(SessionEnd::Idle) || self.used.elapsed() >= SESSION_IDLE {
            Some((Code::SessionLeftIdle, "Session has been invalidated to due lack activity"))
        } else {
            None
        }
    }
}

impl Sessions {
    /// A token for a user to answer.
    pub(crate) fn challenge(&self, user: i64) -> Result<String, ApiError> {
        let token = token()?;
        self.lock().challenges.insert(user, (token.clone(), Instant::now()));
        Ok(token)
    }

    /// Opens a session for the user who answers a challenge: with the MD5 of the token and the access
    /// key, in lower case. A challenge can be answered more than once (observed).
    pub(crate) fn login(&self, user: Option<&Credentials>, answer: &str) -> Result<String, ApiError> {
        let mut open = self.lock();
        let challenge = user.and_then(|user| Some((user, open.challenges.get(&user.id)?)));
        let (user, (token, _)) = challenge
            .filter(|(_, (_, made))| made.elapsed() < CHALLENGE_LIFE)
            .ok_or_else(|| ApiError::new(Code::InvalidAuthToken, "Specified token is invalid or expired"))?;
        let expected = format!("{:x}", md5::compute(format!("{token}{}", user.access_key)));
        if !bool::from(auth::same(&expected, answer)) || !user.is_active {
            return Err(ApiError::new(Code::InvalidUserCredentials, "Invalid username or password"));
        }
        let id = user.id;
        let name = self::token()?;
        let now = Instant::now();
        // Those that nobody will ask for again.
        open.sessions.retain(|_, session| session.used.elapsed() < SESSION_LIFE);
        if open.sessions.len() >= SESSIONS {
            let idlest = open.sessions.iter().min_by_key(|(_, session)| session.used);
            if let Some(idlest) = idlest.map(|(name, _)| name.clone()) {
                open.sessions.remove(&idlest);
            }
        }
        open.sessions.insert(name.clone(), Session { user: id, opened: now, used: now, end: None });
        Ok(name)
    }

    /// The user of a session. A session that has ended says so once, and is unknown from then on.
    pub(crate) fn user(&self, name: &str) -> Result<i64, ApiError> {
        if name.is_empty() || name == "null" {
            return Err(ApiError::new(Code::AuthenticationRequired, "Authencation required"));
        }
        let mut open = self.lock();
        let unknown = || ApiError::new(Code::InvalidSessionId, "Session Identifier provided is Invalid");
        let session = open.sessions.get_mut(name).ok_or_else(unknown)?;
        if let Some((code, message)) = session.ended() {
            open.sessions.remove(name);
            return Err(ApiError::new(code, message));
        }
        session.used = Instant::now();
        Ok(session.user)
    }

    /// Whether there is a session of that name.
    pub(crate) fn is_open(&self, name: &str) -> bool {
        self.lock().sessions.contains_key(name)
    }

    /// Ends a session.
    pub(crate) fn logout(&self, name: &str) {
        self.lock().sessions.remove(name);
    }

    /// Ends every open session.
    pub(crate) fn end_all(&self, end: SessionEnd) {
        let mut open = self.lock();
        match end {
            SessionEnd::Forgotten => open.sessions.clear(),
            end => open.sessions.values_mut().for_each(|session| session.end = Some(end)),
        }
    }

    /// Makes every open challenge one that has expired.
    pub(crate) fn expire_challenges(&self) {
        self.lock().challenges.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn token() -> Result<String, ApiError> {
    let mut bytes = [0_u8; 10];
    getrandom::fill(&mut bytes).map_err(|_| ApiError::internal())?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat())
}
