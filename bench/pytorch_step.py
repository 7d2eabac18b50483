"""Times ComboGAN iterations in PyTorch, taking turns with the other side.

Reads one JSON object a line on stdin and answers each with one on stdout: first the set-up ({"config", "threads"}),
then {"iterations": n} any number of times. Ends with its input.
"""

import json
import resource
import sys
import time

import torch

from torch_combogan import Domain, iteration


def main():
    setup = json.loads(sys.stdin.readline())
    config = setup["config"]
    torch.set_num_threads(setup["threads"])
    torch.manual_seed(1)
    a, b = Domain(config), Domain(config)
    shape = (config["batch"], 3, config["size"], config["size"])

    def answer(message):
        print(json.dumps(message), flush=True)

    answer({"version": f"PyTorch {torch.__version__}", "threads": torch.get_num_threads()})
    for line in sys.stdin:
        wall, cpu = [], []
        for _ in range(json.loads(line)["iterations"]):
            images = [torch.rand(shape) * 2 - 1 for _ in range(2)]
            started, burned = time.perf_counter(), time.process_time()
            losses, _ = iteration(config, a, b, *images)
            wall.append(1000 * (time.perf_counter() - started))
            cpu.append(1000 * (time.process_time() - burned))
        # Linux counts in KiB, macOS in bytes.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        peak *= 1 if sys.platform == "darwin" else 1024
        answer({"wallMs": wall, "cpuMs": cpu, "peakBytes": peak, "losses": losses})


main()
