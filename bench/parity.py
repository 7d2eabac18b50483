"""One iteration in PyTorch on tensors handed over by parity.ts.

Reads tensors.json (config, and name -> shape in the order they lie in tensors.bin as float32) in the folder given as
argument, runs the iteration, and writes its outputs to outputs.json and outputs.bin in the same form.
"""

import json
import sys
from pathlib import Path

import numpy
import torch

from torch_combogan import Domain, iteration

NETWORKS = ("encoder", "decoder", "discriminator")


def read(folder):
    header = json.loads((folder / "tensors.json").read_text())
    values = numpy.fromfile(folder / "tensors.bin", dtype="<f4")
    tensors, at = {}, 0
    for name, shape in header["shapes"].items():
        size = int(numpy.prod(shape))
        tensors[name] = torch.from_numpy(values[at : at + size].reshape(shape).copy())
        at += size
    return header["config"], tensors


def write(folder, outputs):
    (folder / "outputs.json").write_text(json.dumps({name: list(x.shape) for name, x in outputs.items()}))
    with (folder / "outputs.bin").open("wb") as file:
        for x in outputs.values():
            file.write(x.detach().numpy().astype("<f4").tobytes())


def main():
    folder = Path(sys.argv[1])
    config, tensors = read(folder)
    domains = {"A": Domain(config), "B": Domain(config)}
    with torch.no_grad():
        for slot, domain in domains.items():
            for network in NETWORKS:
                for name, parameter in getattr(domain, network).named_parameters():
                    parameter.copy_(tensors[f"{slot}.{network}.{name}"])
    losses, fakes = iteration(config, domains["A"], domains["B"], tensors["A.image"], tensors["B.image"])
    outputs = {name: torch.tensor(loss) for name, loss in losses.items()}
    for slot, domain in domains.items():
        outputs[f"{slot}.fake"] = fakes[slot]
        for network in NETWORKS:
            optimiser = domain.discriminator_optimiser if network == "discriminator" else domain.generator_optimiser
            for name, parameter in getattr(domain, network).named_parameters():
                full = f"{slot}.{network}.{name}"
                outputs[full] = parameter
                outputs[f"{full}.m"] = optimiser.state[parameter]["exp_avg"]
                outputs[f"{full}.v"] = optimiser.state[parameter]["exp_avg_sq"]
    write(folder, outputs)


main()
