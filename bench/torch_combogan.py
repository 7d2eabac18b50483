"""ComboGAN, preset paper, in plain PyTorch: the reference that the benchmark times and the parity check compares with.

Written as one would write it for PyTorch, from the paper's layers; shares no code with packages/model. Parameters carry
the same names (conv1.weight, block1.conv2.bias, ...), so that weights can be handed over.
"""

import random

import torch
from torch import nn
from torch.nn import functional as F


class ResidualBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3)
        self.conv2 = nn.Conv2d(channels, channels, 3)
        self.pad = nn.ReflectionPad2d(1)
        self.norm = nn.InstanceNorm2d(channels)

    def forward(self, x):
        hidden = F.relu(self.norm(self.conv1(self.pad(x))), inplace=True)
        return x + self.norm(self.conv2(self.pad(hidden)))


class Encoder(nn.Module):
    def __init__(self, ngf, blocks):
        super().__init__()
        self.conv1 = nn.Conv2d(3, ngf, 7)
        self.down1 = nn.Conv2d(ngf, 2 * ngf, 3, stride=2, padding=1)
        self.down2 = nn.Conv2d(2 * ngf, 4 * ngf, 3, stride=2, padding=1)
        self.blocks = blocks // 2
        for i in range(self.blocks):
            self.add_module(f"block{i + 1}", ResidualBlock(4 * ngf))
        self.pad = nn.ReflectionPad2d(3)

    def forward(self, x):
        for conv in (lambda y: self.conv1(self.pad(y)), self.down1, self.down2):
            x = F.relu(F.instance_norm(conv(x)), inplace=True)
        for i in range(self.blocks):
            x = getattr(self, f"block{i + 1}")(x)
        return x


class Decoder(nn.Module):
    def __init__(self, ngf, blocks):
        super().__init__()
        self.blocks = blocks - blocks // 2
        for i in range(self.blocks):
            self.add_module(f"block{i + 1}", ResidualBlock(4 * ngf))
        self.up1 = nn.ConvTranspose2d(4 * ngf, 2 * ngf, 4, stride=2, padding=1)
        self.up2 = nn.ConvTranspose2d(2 * ngf, ngf, 4, stride=2, padding=1)
        self.out = nn.Conv2d(ngf, 3, 7)
        self.pad = nn.ReflectionPad2d(3)

    def forward(self, x):
        for i in range(self.blocks):
            x = getattr(self, f"block{i + 1}")(x)
        for conv in (self.up1, self.up2):
            x = F.relu(F.instance_norm(conv(x)), inplace=True)
        return torch.tanh(self.out(self.pad(x)))


class Discriminator(nn.Module):
    def __init__(self, ndf, layers):
        super().__init__()
        channels = [min(2**i, 8) * ndf for i in range(layers + 1)]
        self.conv1 = nn.Conv2d(3, ndf, 4, stride=2, padding=2)
        self.layers = layers
        for i in range(1, layers + 1):
            stride = 2 if i < layers else 1
            conv = nn.Conv2d(channels[i - 1], channels[i], 4, stride=stride, padding=2)
            self.add_module(f"conv{i + 1}", conv)
        self.out = nn.Conv2d(channels[layers], 1, 4, padding=2)

    def forward(self, x):
        x = F.leaky_relu(self.conv1(x), 0.2, inplace=True)
        for i in range(1, self.layers + 1):
            x = F.leaky_relu(F.instance_norm(getattr(self, f"conv{i + 1}")(x)), 0.2, inplace=True)
        return self.out(x)


class HistoryPool:
    def __init__(self, size):
        self.size = size
        self.images = []

    def query(self, fakes):
        chosen = []
        for fake in fakes.detach().split(1):
            if len(self.images) < self.size:
                self.images.append(fake.clone())
                chosen.append(fake)
            elif self.size > 0 and random.random() < 0.5:
                place = random.randrange(self.size)
                chosen.append(self.images[place])
                self.images[place] = fake.clone()
            else:
                chosen.append(fake)
        return torch.cat(chosen)


def gan_loss(scores, real, kind):
    target = torch.full_like(scores, 1.0 if real else 0.0)
    return F.mse_loss(scores, target) if kind == "lsgan" else F.binary_cross_entropy_with_logits(scores, target)


class Domain:
    """Networks, optimisers and history pool of one domain."""

    def __init__(self, config):
        self.encoder = Encoder(config["ngf"], config["blocks"])
        self.decoder = Decoder(config["ngf"], config["blocks"])
        self.discriminator = Discriminator(config["ndf"], config["discriminatorLayers"])
        for network in (self.encoder, self.decoder, self.discriminator):
            for name, parameter in network.named_parameters():
                if name.endswith("bias"):
                    nn.init.zeros_(parameter)
                else:
                    nn.init.normal_(parameter, 0.0, 0.02)
        adam = {"lr": config["learningRate"], "betas": (config["beta1"], config["beta2"])}
        generator = [*self.encoder.parameters(), *self.decoder.parameters()]
        self.generator_optimiser = torch.optim.Adam(generator, **adam)
        self.discriminator_optimiser = torch.optim.Adam(self.discriminator.parameters(), **adam)
        self.pool = HistoryPool(config["poolSize"])


def blur(image):
    return F.avg_pool2d(image, 3, stride=4)


def iteration(config, a, b, image_a, image_b):
    """One ComboGAN iteration on domains a and b. Returns losses by name and the two fakes."""
    sides = {"A": (a, b, image_a, image_b), "B": (b, a, image_b, image_a)}
    kind = config["ganLoss"]
    losses = {}
    for domain in (a, b):
        domain.discriminator.requires_grad_(False)
        domain.generator_optimiser.zero_grad(set_to_none=True)
    latent = {"A": a.encoder(image_a), "B": b.encoder(image_b)}
    fakes = {"A": a.decoder(latent["B"]), "B": b.decoder(latent["A"])}
    total = 0
    for slot, (own, other, image, _) in sides.items():
        translated = fakes["B" if slot == "A" else "A"]
        gan = gan_loss(own.discriminator(fakes[slot]), True, kind)
        losses[f"{slot}.loss.gan"] = gan
        total = total + gan
        if config["lambdaCycle"] > 0:
            cycle = F.l1_loss(own.decoder(other.encoder(translated)), image)
            losses[f"{slot}.loss.cycle"] = cycle
            total = total + config["lambdaCycle"] * cycle
        if config["lambdaIdentity"] > 0:
            identity = F.l1_loss(own.decoder(latent[slot]), image)
            losses[f"{slot}.loss.identity"] = identity
            total = total + config["lambdaIdentity"] * identity
        if config["lambdaForward"] > 0:
            forward = F.l1_loss(blur(translated), blur(image))
            losses[f"{slot}.loss.forward"] = forward
            total = total + config["lambdaForward"] * forward
    total.backward()
    a.generator_optimiser.step()
    b.generator_optimiser.step()

    for slot, (own, _, image, _) in sides.items():
        own.discriminator.requires_grad_(True)
        own.discriminator_optimiser.zero_grad(set_to_none=True)
        seen = own.pool.query(fakes[slot])
        real = gan_loss(own.discriminator(image), True, kind)
        fake = gan_loss(own.discriminator(seen), False, kind)
        loss = 0.5 * (real + fake)
        loss.backward()
        own.discriminator_optimiser.step()
        losses[f"{slot}.loss.discriminator"] = loss
    return {name: loss.item() for name, loss in losses.items()}, fakes
