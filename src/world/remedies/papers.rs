//! New certificates and secrets, and old ones made worthless. Hosts take up what is new by their own
//! pace, which is not decided here.

use crate::model::id::{PartId, RemedyRun};
use crate::model::system::PartKind;
use crate::world::World;
use crate::world::remedies::{Effect, failed};

impl World {
    /// The certificate or secret that an order means: of a service the one it shows.
    fn paper(&self, part: &PartId) -> Option<PartId> {
        match self.current.parts.get(part).map(|own| &own.kind) {
            Some(PartKind::Certificate(_) | PartKind::Secret(_)) => Some(part.clone()),
            Some(PartKind::Service(service)) => service.certificate.clone(),
            _ => None,
        }
    }

    /// Makes a new one. It helps where hosts have taken it up.
    pub(super) fn renew(&mut self, part: &PartId) -> Effect {
        let Some(paper) = self.paper(part) else {
            return failed(format!("{part} is no certificate and no secret, and shows none"));
        };
        let now = self.seconds();
        self.leases.renew(&paper, now);
        Effect::Works
    }

    /// Makes it worthless, for whoever knows it and for whoever uses it.
    pub(super) fn revoke(&mut self, run: RemedyRun, part: &PartId) -> Effect {
        let Some(paper) = self.paper(part) else {
            return failed(format!("{part} is no certificate and no secret"));
        };
        let now = self.seconds();
        self.leases.revoke(&paper, now, Some(run));
        self.close_exposures(&paper);
        Effect::Works
    }
}
