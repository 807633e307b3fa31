//! Records that somebody hinted at: they are read again, and gone if the server says so.

use super::module::Module;
use super::server::IDS;
use crate::error::Result;

impl Module<'_> {
    /// Reads the hinted records of this module, a hundred a request.
    pub(super) async fn read_hinted(&mut self) -> Result<()> {
        let prefix = self.state.table.module()?.id_prefix;
        let hinted = self.sync.hinted.iter().filter(|id| Some(id.module) == prefix);
        let hinted: Vec<String> = hinted.map(ToString::to_string).collect();
        for part in hinted.chunks(IDS) {
            let records = self.read_again(part).await?;
            let (name, ids) = (self.name.clone(), part.to_vec());
            let mut gone = self.keeper.run(move |store| store.present(&name, &ids)).await?;
            gone.retain(|id| records.iter().all(|record| record.get("id") != Some(id)));
            let gone = self.confirmed(gone).await?;
            self.synced.hinted += part.len() as u64;
            self.apply(&records, gone, false).await?;
        }
        Ok(())
    }
}
