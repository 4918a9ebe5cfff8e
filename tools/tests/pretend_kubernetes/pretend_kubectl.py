"""A kubectl that keeps its objects in a file, for tests of bossctl.

What it was asked to do, in order, is in the file beside its objects. The real one renders.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

KINDS = {
    "secret": "Secret", "secrets": "Secret", "deployments": "Deployment",
    "statefulsets": "StatefulSet", "jobs": "Job", "job": "Job",
    "poddisruptionbudgets": "PodDisruptionBudget", "pods": "Pod",
}  # fmt: skip


def main(words: list[str], given: str) -> int:
    """Do as it is asked, with `given` as its input."""
    file = Path(os.environ["PRETEND_KUBECTL"])
    if words[0] == "kustomize":
        return render(Path(words[1]))
    state = json.loads(file.read_text())
    state["asked"].append(" ".join(words))
    if (failing := state.get("fails")) and failing in state["asked"][-1]:
        state.pop("fails")
        file.write_text(json.dumps(state))
        sys.stderr.write("it was interrupted\n")
        return 1
    code = act(words, given, state)
    file.write_text(json.dumps(state))
    return code


def render(overlay: Path) -> int:
    """Let the real one render; what was rendered once in this run of tests is found again."""
    files = sorted(one for one in overlay.parents[1].rglob("*") if one.is_file())
    said = [f"{one.relative_to(overlay.parents[1])} {one.read_bytes()!r}" for one in files]
    digest = hashlib.sha256("\n".join([overlay.name, *said]).encode()).hexdigest()
    found = Path(os.environ["PRETEND_KUBECTL"]).parents[1] / f"rendered-{digest}"
    if not found.exists():
        done = subprocess.run(
            [os.environ["REAL_KUBECTL"], "kustomize", overlay], capture_output=True, check=False
        )
        if done.returncode:
            sys.stderr.write(done.stderr.decode())
            return 1
        found.write_bytes(done.stdout)
    sys.stdout.write(found.read_text())
    return 0


def act(words: list[str], given: str, state: dict[str, Any]) -> int:
    match words[0]:
        case "get":
            return get(
                words[1], [word for word in words[2:] if word[0] != "-" and word != "json"], state
            )
        case "create" | "replace" | "apply":
            return put(words[0], given, state)
        case "exec":
            return says(words, state)
        case "wait":
            leave(words, state)
        case "logs":
            service = words[1].removeprefix("job/").partition("-")[0]
            print(state.get("logs", {}).get(service, ""))
        case "delete":
            name = words[1].partition("/")[2]
            state["objects"] = [one for one in state["objects"] if one["metadata"]["name"] != name]
    return 0


def says(words: list[str], state: dict[str, Any]) -> int:
    """Answer as bossctl's pod what was prepared for these words; the last of it for ever."""
    asked = " ".join(words).partition(" --key ")[0]
    for ending, answers in state.get("says", {}).items():
        if asked.endswith(ending):
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            print(json.dumps(answer))
            return 0 if answer.get("agrees", True) else 1
    return 1


def leave(words: list[str], state: dict[str, Any]) -> None:
    """Let pods be gone that are leaving, unless they never go."""
    gone = {word.partition("/")[2] for word in words if word.startswith("pod/")}
    state["objects"] = [
        one for one in state["objects"]
        if one["kind"] != "Pod" or one["metadata"]["name"] not in gone - {state.get("stays")}
    ]  # fmt: skip


def live(one: dict[str, Any], state: dict[str, Any]) -> None:
    """Do what controllers do: pods are ready, Jobs end."""
    match one["kind"]:
        case "Deployment" | "StatefulSet":
            number = one["spec"].setdefault("replicas", 2)
            one["status"] = {"availableReplicas": number, "updatedReplicas": number}
        case "Job":
            fails = one["metadata"]["name"].startswith(tuple(state.get("failing_jobs", [])))
            end = "Failed" if fails else "Complete"
            one["status"] = {"conditions": [{"type": end, "status": "True"}]}
        case "PodDisruptionBudget":
            one["status"] = {"disruptionsAllowed": 1}


def get(kinds: str, names: list[str], state: dict[str, Any]) -> int:
    wanted = {KINDS.get(kind, kind) for kind in kinds.split(",")}
    found = [
        one for one in state["objects"]
        if one["kind"] in wanted and (not names or one["metadata"]["name"] in names)
    ]  # fmt: skip
    if len(names) == 1:
        print(json.dumps(found[0]) if found else "")
    else:
        print(json.dumps({"kind": "List", "items": found}))
    return 0


def put(how: str, given: str, state: dict[str, Any]) -> int:
    for one in yaml.load_all(given, Loader=yaml.CSafeLoader):
        same = [each for each in state["objects"] if key(each) == key(one)]
        if same and how == "create":
            sys.stderr.write(f"{one['metadata']['name']} already exists\n")
            return 1
        if how == "replace" and same[0]["metadata"].get("resourceVersion") != one["metadata"].get(
            "resourceVersion"
        ):
            sys.stderr.write("the object has been modified\n")
            return 1
        state["objects"] = [each for each in state["objects"] if key(each) != key(one)]
        state["version"] += 1
        one["metadata"]["resourceVersion"] = str(state["version"])
        live(one, state)
        state["objects"].append(one)
        state["history"].append(one)
    return 0


def key(one: dict[str, Any]) -> tuple[str, str]:
    return one["kind"], one["metadata"]["name"]
