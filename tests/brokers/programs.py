"""Apache Kafka's own programs, as deploy/image/kafka names them; fetched by Maven once."""

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
POM = ROOT / "deploy" / "image" / "kafka" / "pom.xml"
KEPT = (ROOT / "build" / "image" / "kafka", ROOT / "build" / "kafka")
"""Where the images' builder keeps them, and where this test does."""
FETCH_SECONDS = 240
OLDEST_JAVA = 17


class Missing(Exception):
    """This machine cannot start Apache Kafka; the message says what it lacks."""


@dataclass(frozen=True, slots=True)
class Programs:
    """Java and the folder of Kafka's libraries."""

    java: str
    libraries: Path

    def command(self, *words: str) -> tuple[str, ...]:
        """Return the command that runs a class of Kafka's, in little memory."""
        return (
            self.java, "-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            f"-Dlog4j2.configurationFile={POM.parent / 'log4j2.yaml'}",
            "-cp", f"{self.libraries}/*", *words,
        )  # fmt: skip


@cache
def programs() -> Programs:
    """Find them, or fetch them. Raises Missing."""
    java = shutil.which("java")
    if java is None:
        raise Missing("there is no java; on Debian: apt-get install openjdk-17-jre-headless")
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    number = told.partition('"')[2].partition(".")[0].partition('"')[0]
    if not number.isdigit() or int(number) < OLDEST_JAVA:
        raise Missing(f"{java} is older than Java {OLDEST_JAVA}, which Apache Kafka 4 needs")
    for folder in KEPT:
        if _is_ours(folder):
            return Programs(java, folder / "libs")
    return Programs(java, _fetched(KEPT[-1]))


def _is_ours(folder: Path) -> bool:
    pom = folder / "pom.xml"
    return pom.exists() and (folder / "libs").is_dir() and pom.read_bytes() == POM.read_bytes()


def _fetched(folder: Path) -> Path:
    maven = shutil.which("mvn")
    if maven is None:
        raise Missing("Kafka's libraries are not here and there is no mvn to fetch them")
    libraries = folder / "libs"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        done = subprocess.run(
            [maven, "--batch-mode", "--quiet", "-f", str(POM), "dependency:copy-dependencies",
             "-DincludeScope=runtime", f"-DoutputDirectory={libraries}"],
            capture_output=True, text=True, check=False, timeout=FETCH_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired as problem:
        raise Missing("Maven does not get Kafka's libraries in time") from problem
    if done.returncode:
        raise Missing(f"Maven does not get Kafka's libraries: {done.stdout.strip()[-300:]}")
    shutil.copyfile(POM, folder / "pom.xml")
    return libraries
