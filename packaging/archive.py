"""Packs the files of a folder into a .zip or a .tar.gz, the same bytes for the same files.

python3 archive.py OUT FOLDER; SOURCE_DATE_EPOCH is the time of all files.
"""

import gzip
import os
import pathlib
import sys
import tarfile
import time
import zipfile


def mode(path):
    return 0o755 if os.access(path, os.X_OK) else 0o644


def main(out, folder):
    moment = int(os.environ["SOURCE_DATE_EPOCH"])
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if out.suffix == ".zip":
        # A zip file knows no time before 1980.
        date = time.gmtime(max(moment, 315532800))[:6]
        with zipfile.ZipFile(out, "w") as archive:
            for path in files:
                info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), date)
                info.external_attr = (0o100000 | mode(path)) << 16
                archive.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
        return
    with open(out, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=moment) as packed:
        with tarfile.open(fileobj=packed, mode="w") as archive:
            for path in files:
                info = tarfile.TarInfo(path.relative_to(folder).as_posix())
                info.size, info.mtime, info.mode = path.stat().st_size, moment, mode(path)
                with open(path, "rb") as source:
                    archive.addfile(info, source)


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
