"""Quasar's forward pass in plain PyTorch on the CPU, written from the equations of docs/methodology.md for bench/pytorch.ts.

Arguments: folder of the checkpoint, file of the request (JSON: ids, rows, topIds), file for the log-probabilities
(float32), threads. Each line on standard input is one run, answered by a line of JSON: its wall and processor seconds.
Weights are widened to float32 once at the start. Both recurrences run in chunks of 64 tokens.
"""
import json
import os
import struct
import sys
import time

import numpy
import torch
import torch.nn.functional as F

CHUNK = 64
SEGMENT = 64


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        raw = numpy.frombuffer(data, dtype=numpy.uint8, offset=begin, count=end - begin)
        if entry["dtype"] == "BF16":
            wide = (raw.view(numpy.uint16).astype(numpy.uint32) << 16).view(numpy.float32)
        else:
            wide = raw.view(numpy.float32).copy()
        tensors[name] = torch.from_numpy(wide.reshape(entry["shape"]))
    return tensors


def rms(x, weight, eps):
    return weight * x * torch.rsqrt(x.square().mean(-1, keepdim=True) + eps)


def in_chunks(x):
    """[T, heads, width] as [heads, chunks, CHUNK, width], filled with zeros."""
    x = F.pad(x, (0, 0, 0, 0, 0, -x.shape[0] % CHUNK))
    return x.transpose(0, 1).reshape(x.shape[1], -1, CHUNK, x.shape[2])


def from_chunks(x, tokens):
    return x.reshape(x.shape[0], -1, x.shape[3]).transpose(0, 1)[:tokens]


def delta_rule(q, k, v, rate):
    tokens, heads, width = q.shape
    q, k, v, rate = in_chunks(q), in_chunks(k), in_chunks(v), in_chunks(rate)
    likeness = k @ k.transpose(-1, -2)
    lower = torch.tril(likeness * rate, -1) + torch.eye(CHUNK)
    both = torch.linalg.solve_triangular(lower, torch.cat([v * rate, k * rate], -1), upper=False, unitriangular=True)
    written, read = both.split(width, -1)
    inside = torch.tril(q @ k.transpose(-1, -2))
    state = torch.zeros(heads, width, width)
    out = torch.empty_like(v)
    for c in range(q.shape[1]):
        update = torch.baddbmm(written[:, c], read[:, c], state, alpha=-1)
        out[:, c] = torch.baddbmm(q[:, c] @ state, inside[:, c], update)
        state.baddbmm_(k[:, c].transpose(-1, -2), update)
    return from_chunks(out, tokens) * width**-0.5


def gated_rule(q, k, v, decay):
    tokens, heads, width = q.shape
    q, k, v, decay = in_chunks(q), in_chunks(k), in_chunks(v), in_chunks(decay)
    total = decay.cumsum(2)
    last = total[:, :, -1:]
    middle = last / 2
    inside = torch.tril((q * (total - middle).exp()) @ (k * (middle - total).exp()).transpose(-1, -2))
    query, store, keep = q * total.exp(), k * (last - total).exp(), last.exp().transpose(-1, -2)
    out = inside @ v
    state = torch.zeros(heads, width, v.shape[3])
    for c in range(q.shape[1]):
        out[:, c].baddbmm_(query[:, c], state)
        state = torch.baddbmm(state * keep[:, c], store[:, c].transpose(-1, -2), v[:, c])
    return from_chunks(out, tokens) * width**-0.5


class Quasar:
    def __init__(self, folder):
        with open(os.path.join(folder, "config.json"), encoding="utf8") as file:
            self.c = json.load(file)
        self.w = read_safetensors(os.path.join(folder, "model.safetensors"))

    def linear(self, x, name, bias=None):
        return F.linear(x, self.w[name], None if bias is None else self.w[bias])

    def swiglu(self, x, p):
        gate = F.silu(self.linear(x, p + "gate.weight"))
        return self.linear(gate.mul_(self.linear(x, p + "up.weight")), p + "down.weight")

    def quasar_attention(self, u, p, tables):
        heads, width = self.c["n_heads"], self.c["head_dim"]

        def project(letter):
            x = self.linear(u, p + letter + "_proj.weight").t().unsqueeze(0)
            kernel = self.w[p + letter + "_conv1d.weight"]
            x = F.conv1d(F.pad(x, (kernel.shape[2] - 1, 0)), kernel, groups=kernel.shape[0])
            return F.silu(x[0].t()).reshape(-1, heads, width)

        def turn(x):
            cos, sin = tables
            a, b = x.chunk(2, -1)
            x = torch.cat([a * cos - b * sin, b * cos + a * sin], -1)
            return x / x.norm(dim=-1, keepdim=True).clamp_min(1e-12)

        q, k, v = turn(project("q")), turn(project("k")), project("v")
        beta = torch.sigmoid(self.linear(u, p + "b_proj.weight")).unsqueeze(2)
        speed = -self.w[p + "A_log"].exp().reshape(1, heads, 1)
        decay = (speed * F.softplus(beta + self.w[p + "dt_bias"].reshape(1, heads, width))).exp()
        length = k.square().sum(-1, keepdim=True).clamp(0.1, 10)
        rate = ((1 - decay).mean(-1, keepdim=True) / (length + 1e-6)).clamp(1e-4, 0.95)
        o = torch.nan_to_num(delta_rule(q, k, v, rate)).clamp(-1e4, 1e4)
        gate = self.linear(self.linear(u, p + "g_proj.0.weight"), p + "g_proj.1.weight", p + "g_proj.1.bias")
        o = rms(o, self.w[p + "o_norm.weight"], self.c["rms_norm_eps"]).reshape(len(u), -1)
        return self.linear(o * torch.sigmoid(gate), p + "o_proj.weight")

    def gated_attention(self, u, p):
        heads = self.c["n_heads"]
        split = lambda x: x.reshape(len(u), heads, -1)
        gate = self.linear(self.linear(u, p + "gk_proj.0.weight"), p + "gk_proj.1.weight", p + "gk_proj.1.bias")
        q, k, v = (split(self.linear(u, p + one + "_proj.weight")) for one in "qkv")
        o = rms(gated_rule(q, k, v, split(F.logsigmoid(gate) / 16)), self.w[p + "g_norm_swish_gate.weight"], 1e-5)
        return self.linear(o.reshape(len(u), -1) * F.silu(self.linear(u, p + "g_proj.weight")), p + "o_proj.weight")

    def memory(self, u, p):
        m, width = p + "memory.", self.c["memory_dim"]
        h = F.layer_norm(u, (u.shape[1],), self.w[m + "input_norm.weight"], self.w[m + "input_norm.bias"], 1e-5)
        missing = -len(u) % SEGMENT
        z = F.pad(self.linear(h, m + "summary_proj.weight", m + "summary_proj.bias"), (0, 0, 0, missing))
        e = F.pad(self.linear(h, m + "W_eta.weight", m + "W_eta.bias"), (0, 0, 0, missing), value=-10.0)
        z, e = z.reshape(-1, SEGMENT, width), e.reshape(-1, SEGMENT, 1)
        share = torch.softmax(z @ self.w[m + "summary_query"].reshape(width, 1) * width**-0.5, 1)
        summary = (share * z).sum(1) * torch.sigmoid(e).amax(1)
        read = summary.mean(0, keepdim=True) / self.c["memory_slots"]
        gate = torch.sigmoid(self.linear(u, p + "W_alpha.weight", p + "W_alpha.bias"))
        return gate * self.linear(read, p + "C_to_hidden.weight")

    def mixture(self, y, p, index):
        experts, top_k = self.c["num_routed_experts"], self.c["top_k"]
        logits = self.linear(y, p + "router.router_weights")
        chosen = (torch.sigmoid(logits) + self.w["model.all_moe_bias"][index]).topk(top_k, -1).indices
        gates = torch.softmax(logits.gather(1, chosen), -1).bfloat16().float().reshape(-1)
        capacity = (top_k * len(y) // experts // 8 + 6) * 8
        x = self.linear(y, p + "w_down_proj.weight")
        order = torch.sort(chosen.reshape(-1), stable=True).indices
        counts = torch.bincount(chosen.reshape(-1), minlength=experts).tolist()
        mixed = torch.zeros_like(x)
        at = 0
        for one, count in enumerate(counts):
            places = order[at : at + min(count, capacity)]
            at += count
            if len(places) == 0:
                continue
            tokens = torch.div(places, top_k, rounding_mode="floor")
            gate, up = (x[tokens] @ self.w[p + "experts_w12"][one]).chunk(2, -1)
            out = (F.silu(gate) * up) @ self.w[p + "experts_w3"][one]
            mixed.index_add_(0, tokens, out * gates[places].unsqueeze(1))
        routed = self.linear(mixed, p + "w_up_proj.weight")
        return 0.5 * (self.swiglu(y, p + "shared_experts.0.") + routed)

    def log_probs(self, ids, rows, top):
        c, eps = self.c, self.c["rms_norm_eps"]
        half = c["head_dim"] // 2
        speed = 1.0 / (c["rope_theta"] ** (torch.arange(half, dtype=torch.float32) / half))
        angles = torch.arange(len(ids), dtype=torch.float32).reshape(-1, 1, 1) * speed
        tables = (angles.cos(), angles.sin())
        h = rms(self.w["model.embed_tokens.weight"][ids], self.w["model.embed_norm.weight"], eps)
        cycle = c["quasar_layers"] + c["gated_layers"]
        for i in range(c["n_layers"]):
            p = f"model.layers.{i}."
            u = rms(h, self.w[p + "ln1.weight"], eps)
            if i % cycle < c["quasar_layers"]:
                a = self.quasar_attention(u, p + "attn.", tables)
            else:
                a = self.gated_attention(u, p + "attn.") + self.memory(u, p)
            h = h + c["residual_scale"] * rms(a, self.w[p + "ln1_out.weight"], eps)
            y = rms(h, self.w[p + "ln2.weight"], eps)
            dense = c["dense_input_layers"]
            f = self.swiglu(y, p + "ffn.") if i < dense else self.mixture(y, p + "ffn.", i - dense)
            h = h + c["residual_scale"] * rms(f, self.w[p + "ln2_out.weight"], eps)
        logits = self.linear(rms(h[rows], self.w["model.norm.weight"], eps), "lm_head.weight")
        return torch.log_softmax(logits, -1).gather(1, top)


def main():
    folder, request, result, threads = sys.argv[1:5]
    torch.set_num_threads(int(threads))
    with open(request, encoding="utf8") as file:
        asked = json.load(file)
    ids, rows, top = (torch.tensor(asked[key]) for key in ("ids", "rows", "topIds"))
    model = Quasar(folder)
    with torch.no_grad():
        for _ in sys.stdin:
            wall, processor = time.perf_counter(), time.process_time()
            found = model.log_probs(ids, rows, top)
            spent = {"wall": time.perf_counter() - wall, "processor": time.process_time() - processor}
            found.numpy().tofile(result)
            print(json.dumps(spent), flush=True)


main()
