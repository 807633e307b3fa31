/// How close the ids of a query's rows are. All modules share one sequence of ids, so those of one may
/// be far apart, and closer in some places than in others.
#[derive(Debug)]
pub(super) struct Density {
    page_size: u64,
    ids: u64,
    rows: u64,
}

impl Density {
    pub(super) fn new(page_size: u32) -> Self {
        Density { page_size: page_size.into(), ids: 0, rows: 0 }
    }

    /// So many ids turned out to hold so many rows.
    pub(super) fn learn(&mut self, ids: u64, rows: usize) {
        self.ids = self.ids.saturating_add(ids);
        self.rows = self.rows.saturating_add(rows as u64);
    }

    /// How many of the ids that are left the next part takes: as many as should fill `pages` pages,
    /// fewer towards the end, so that all workers end together.
    pub(super) fn width(&self, left: u64, workers: u64, pages: u64) -> u64 {
        let a_page = self.ids.saturating_mul(self.page_size) / self.rows.max(1);
        let a_page = a_page.max(self.page_size);
        let share = left / a_page / workers.saturating_mul(2).max(1);
        a_page.saturating_mul(share.clamp(1, pages))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_as_many_ids_as_fill_its_pages() {
        let mut density = Density::new(100);
        assert_eq!(density.width(1_000_000, 8, 8), 800);
        density.learn(5_000, 100);
        assert_eq!(density.width(1_000_000_000, 8, 8), 40_000);
        density.learn(95_000, 0);
        assert_eq!(density.width(1_000_000_000, 8, 8), 800_000);
    }

    #[test]
    fn parts_shrink_towards_the_end_to_a_page() {
        let density = Density::new(100);
        assert_eq!(density.width(6_400, 8, 8), 400);
        assert_eq!(density.width(300, 8, 8), 100);
        assert_eq!(density.width(0, 0, 8), 100);
    }
}
