"""Set up .venv: a virtual environment with uv in it, then everything that uv.lock names. Needs nothing but Python.

Where Python comes without pip (Debian splits it off), a pinned pip is fetched and its hash compared.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
VENV = ROOT / ".venv"
PIP = "https://files.pythonhosted.org/packages/44/3c/d717024885424591d5376220b5e836c2d5293ce2011523c9de23ff7bf068/pip-25.3-py3-none-any.whl"
PIP_SHA256 = "9655943313a94722b7774661c21049070f6bbb0a1516bf02f7c8d5d9201514cd"
OLDEST = (3, 11)


def main() -> None:
    """Set up the environment, or end with a sentence that says what is missing."""
    if sys.version_info < OLDEST:
        use_newer_python()
    python = VENV / "bin" / "python"
    if not python.exists():
        shutil.rmtree(VENV, ignore_errors=True)
        run(sys.executable, "-m", "venv", "--without-pip", str(VENV))
    if not (VENV / "bin" / "uv").exists():
        install_uv(python)
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_PROJECT_ENVIRONMENT": str(VENV)}
    environment.pop("VIRTUAL_ENV", None)
    run(str(VENV / "bin" / "uv"), "sync", "--locked", "--quiet", "--compile-bytecode", "--python", str(python), env=environment)
    run(str(python), "-m", "compileall", "-q", "taxonomy")  # where Python may not write beside the code, too


def use_newer_python() -> None:
    """Go on with the newest Python on the path, if it is new enough."""
    for minor in range(20, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            os.execv(found, [found, *sys.argv])
    version = ".".join(map(str, sys.version_info[:2]))
    sys.exit(f"Python 3.11 or newer is needed, this is {version} ({sys.executable}); install one, or name it: make PYTHON=/path/to/python3")


def install_uv(python: Path) -> None:
    """Install the pinned uv with pip: the one that comes with Python, else one that is fetched."""
    arguments = ["install", "--quiet", "--require-hashes", "--no-deps", "-r", str(ROOT / ".ci" / "uv.txt")]
    bundled = subprocess.run([str(python), "-m", "ensurepip", "--default-pip"], capture_output=True, check=False)
    if bundled.returncode == 0:
        run(str(python), "-m", "pip", *arguments)
        return
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(folder) / PIP.rpartition("/")[2]
        with urllib.request.urlopen(PIP, timeout=120) as answer:
            wheel.write_bytes(answer.read())
        if hashlib.sha256(wheel.read_bytes()).hexdigest() != PIP_SHA256:
            sys.exit(f"{PIP} is not the file that was expected; nothing was installed")
        run(str(python), f"{wheel}/pip", *arguments)


def run(*command: str, env: "dict[str, str] | None" = None) -> None:
    """Run a command; end with it where it fails."""
    done = subprocess.run(command, env=env, check=False, cwd=ROOT)
    if done.returncode:
        sys.exit(f"set-up stopped: `{' '.join(command)}` failed; its message stands above")


if __name__ == "__main__":
    main()
