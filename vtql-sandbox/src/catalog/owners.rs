/// Whose records a user sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Owners {
    /// The column that holds the owner.
    pub(super) column: String,
    /// The user's id.
    pub(super) user: String,
    /// How the ids of groups begin.
    pub(super) groups: String,
}

impl Owners {
    /// SQL that holds for the records that the user sees. It is made of numbers and names of columns.
    pub(crate) fn condition(&self) -> String {
        let Owners { column, user, groups } = self;
        format!("({column} || '' = '{user}' OR substr({column}, 1, {}) = '{groups}')", groups.len())
    }

    /// Whether the user sees the records of this owner.
    pub(crate) fn admit(&self, owner: &str) -> bool {
        owner == self.user || owner.starts_with(&self.groups)
    }
}
