//! What an error says about the modem and its SIM, apart from the text.

use crate::wire::at::{CmeCode, CmsCode, Final};

/// Ask again in a moment. 515 is "device busy" with several makers, in both tables.
pub(super) fn is_busy(error: &Final) -> bool {
    error.is_busy() || matches!(error, Final::Cme(CmeCode(515)))
}

/// There is no SIM, or no contact to it.
pub(super) fn is_no_sim(error: &Final) -> bool {
    matches!(error, Final::Cme(CmeCode(10)) | Final::Cms(CmsCode(310)))
}

/// The SIM fails or is the wrong one.
pub(super) fn is_sim_failure(error: &Final) -> bool {
    matches!(
        error,
        Final::Cme(CmeCode(13 | 15)) | Final::Cms(CmsCode(313 | 315))
    )
}

/// The SIM wants a PIN or a PUK again: it was pulled, or the modem restarted.
pub(super) fn is_sim_locked(error: &Final) -> bool {
    matches!(
        error,
        Final::Cme(CmeCode(5 | 11 | 12)) | Final::Cms(CmsCode(311 | 312 | 316))
    )
}

/// A listing that found nothing: "invalid memory index", though none was named (ofono-phonesim).
pub(super) fn is_empty_listing(error: &Final) -> bool {
    matches!(error, Final::Cms(CmsCode(321)))
}

/// The place is empty: "invalid index" and "not found", or no reason at all.
pub(super) fn is_empty_place(error: &Final) -> bool {
    matches!(
        error,
        Final::Error | Final::Cms(CmsCode(321)) | Final::Cme(CmeCode(21 | 22))
    )
}
