//! What is not scanned: other people's code, what a build made, what is no text. Each is counted by its reason.

/// A reason not to scan.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Skip {
    /// A folder of code that others wrote (`node_modules`).
    Dependencies,
    /// A folder of version control. What once was committed is in there, packed: no text.
    History,
    /// A folder that a build or a tool writes (`target`, `dist`).
    Built,
    /// A file of pictures, sound, archives, programs.
    Binary,
    /// A file over [`LARGEST`].
    TooLarge,
    /// The browser could not read it.
    Unreadable,
}

/// All reasons, in the order of [`Skip`].
pub const SKIPS: [Skip; 6] =
    [Skip::Dependencies, Skip::History, Skip::Built, Skip::Binary, Skip::TooLarge, Skip::Unreadable];

/// The largest file that is scanned, in bytes.
pub const LARGEST: u64 = 256 << 20;

/// Bytes at the start of a file in which a NUL byte means that it is no text; git looks at as many
/// (<https://git-scm.com/docs/gitattributes>, 2026-11).
pub const HEAD: usize = 8000;

/// Names of folders, in lower case.
const FOLDERS: &[(&str, Skip)] = &[
    ("node_modules", Skip::Dependencies),
    ("bower_components", Skip::Dependencies),
    ("jspm_packages", Skip::Dependencies),
    ("vendor", Skip::Dependencies),
    ("site-packages", Skip::Dependencies),
    (".venv", Skip::Dependencies),
    ("venv", Skip::Dependencies),
    ("pods", Skip::Dependencies),
    (".pnpm-store", Skip::Dependencies),
    (".yarn", Skip::Dependencies),
    (".git", Skip::History),
    (".hg", Skip::History),
    (".svn", Skip::History),
    (".jj", Skip::History),
    ("target", Skip::Built),
    ("dist", Skip::Built),
    ("build", Skip::Built),
    (".next", Skip::Built),
    (".nuxt", Skip::Built),
    (".output", Skip::Built),
    (".svelte-kit", Skip::Built),
    (".turbo", Skip::Built),
    (".gradle", Skip::Built),
    (".terraform", Skip::Built),
    (".cache", Skip::Built),
    (".parcel-cache", Skip::Built),
    ("__pycache__", Skip::Built),
    (".mypy_cache", Skip::Built),
    (".pytest_cache", Skip::Built),
    (".ruff_cache", Skip::Built),
    (".tox", Skip::Built),
    ("coverage", Skip::Built),
    ("deriveddata", Skip::Built),
];

/// Endings of files that are no text, in lower case.
const BINARY: &str = " png jpg jpeg gif webp avif ico bmp tif tiff heic psd ai eps pdf mp3 mp4 m4a m4v mov avi mkv webm wav \
    flac ogg opus zip gz tgz bz2 xz zst 7z rar tar jar war ear class dll exe so dylib lib a o obj pdb wasm bin dat iso \
    dmg pkg deb rpm apk aab ipa msi woff woff2 ttf otf eot pyc pyo pyd node rlib rmeta sqlite sqlite3 db mdb parquet \
    avro pb onnx safetensors gguf pt pth pkl npy npz h5 tflite doc docx xls xlsx ppt pptx odt ods odp key numbers pages \
    glb gltf fbx blend stl swf keystore jks p12 pfx der lockb ";

/// The first folder of a path that is skipped: its own path, and why.
pub fn folder(path: &str) -> Option<(&str, Skip)> {
    let mut start = 0;
    // What comes last is the file.
    for (end, _) in path.match_indices('/') {
        if let Some(skip) = folder_name(&path[start..end]) {
            return Some((&path[..end], skip));
        }
        start = end + 1;
    }
    None
}

/// Whether a folder of this name is skipped.
pub fn folder_name(name: &str) -> Option<Skip> {
    FOLDERS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, skip)| *skip)
}

/// Whether a file is skipped for its name or size.
pub fn file(path: &str, bytes: u64) -> Option<Skip> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    let known = BINARY.split_ascii_whitespace().any(|binary| binary == ending);
    if known {
        return Some(Skip::Binary);
    }
    (bytes > LARGEST).then_some(Skip::TooLarge)
}

/// Whether a file that begins so is no text. UTF-16 is, where it says so with its first two bytes.
pub fn is_binary(head: &[u8]) -> bool {
    let utf16 = matches!(head, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
    !utf16 && head[..head.len().min(HEAD)].contains(&0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_others_and_of_builds_are_skipped_wherever_they_stand() {
        assert_eq!(folder("app/node_modules/x/y.js"), Some(("app/node_modules", Skip::Dependencies)));
        assert_eq!(folder(".git/config"), Some((".git", Skip::History)));
        assert_eq!(folder("a/target/debug/x"), Some(("a/target", Skip::Built)));
        assert_eq!(folder("a/src/target.rs"), None);
        assert_eq!(folder("distance/a.js"), None);
        assert_eq!(folder("vendor"), None, "a file of that name is no folder");
    }

    #[test]
    fn files_that_are_no_text_are_skipped_by_their_name() {
        for path in ["a.png", "x/B.ZIP", "c.tar.gz", "d.woff2", "e.lockb"] {
            assert_eq!(file(path, 1), Some(Skip::Binary), "{path}");
        }
        for path in ["a.js", "Makefile", ".env", "a.pn", "a.", "key", "server.pem", "id.pub", "a. png"] {
            assert_eq!(file(path, 1), None, "{path}");
        }
    }

    #[test]
    fn files_over_the_limit_are_skipped() {
        assert_eq!(file("a.log", LARGEST), None);
        assert_eq!(file("a.log", LARGEST + 1), Some(Skip::TooLarge));
    }

    #[test]
    fn a_nul_byte_near_the_start_means_no_text() {
        assert!(is_binary(b"ab\0c"));
        assert!(!is_binary(b"abc"));
        assert!(!is_binary(b"\xff\xfea\0b\0"), "UTF-16");
        let late = [vec![b'a'; HEAD], vec![0]].concat();
        assert!(!is_binary(&late));
    }
}
