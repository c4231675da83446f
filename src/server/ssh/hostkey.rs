//! The key by which players know the host again: made once, kept for its owner alone.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use russh::keys::ssh_key::LineEnding;
use russh::keys::{Algorithm, HashAlg, PrivateKey};

/// Reads the host key of a file, or makes it.
///
/// # Errors
/// The file cannot be read or made, or holds no key, or others may read it.
pub fn of(path: &Path) -> io::Result<PrivateKey> {
    match fs::read_to_string(path) {
        Ok(text) => {
            is_private(path)?;
            PrivateKey::from_openssh(text).map_err(io::Error::other)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(path),
        Err(error) => Err(error),
    }
}

fn make(path: &Path) -> io::Result<PrivateKey> {
    let key = PrivateKey::random(&mut rand::rng(), Algorithm::Ed25519).map_err(io::Error::other)?;
    let text = key.to_openssh(LineEnding::LF).map_err(io::Error::other)?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(key)
}

#[cfg(unix)]
fn is_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path)?.permissions().mode();
    let (group, others) = (mode >> 3 & 7, mode & 7);
    if group == 0 && others == 0 {
        return Ok(());
    }
    Err(io::Error::other("others may read it; chmod 600 it"))
}

#[cfg(not(unix))]
fn is_private(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// What players see of a key when they first come.
#[must_use]
pub fn fingerprint(key: &PrivateKey) -> String {
    key.public_key().fingerprint(HashAlg::Sha256).to_string()
}
