/**
 * Loads an evaluator inside the sandbox and asks it, with PyTorch and datasets out of its reach. It reads one request from
 * `/work/request.json` and gives one JSON document on a copy of standard output that was made before the evaluator is
 * loaded; what the evaluator prints goes to standard error. Prompts are those that its own probes send: their functions
 * that decode are replaced by ones that keep the prompt and hand out a given text. Every value is copied by its exact type.
 */
export const DRIVER = `
import ast, importlib.util, json, os, sys, types

answer = os.dup(1)
os.dup2(2, 1)
with open("/work/request.json", encoding="utf-8") as f:
    request = json.load(f)
sys.dont_write_bytecode = True
os.environ.update(request["knobs"])
MOST = 10000

class Wrong(Exception):
    pass

class Idle:
    training = False
    def __call__(self, *args, **named):
        return args[0] if len(args) == 1 and callable(args[0]) and not named else self
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self
    def __or__(self, other):
        return self
    __ror__ = __or__
    def __enter__(self):
        return self
    def __exit__(self, *fault):
        return False

IDLE = Idle()

class Library(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return IDLE

class Helper(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        def absent(*args, **named):
            raise RuntimeError(self.__name__ + " is not run here")
        return absent

class Device(str):
    pass

torch, nn, functional = Library("torch"), Library("torch.nn"), Library("torch.nn.functional")
torch.Tensor, nn.Module, torch.nn, nn.functional = type("Tensor", (), {}), type("Module", (), {}), nn, functional
sys.modules.update({"torch": torch, "torch.nn": nn, "torch.nn.functional": functional, "datasets": None})
for name in request["idle"]:
    sys.modules[name] = Helper(name)

def need(value, kind, place):
    if type(value) is not kind:
        raise Wrong(place + " is " + type(value).__name__ + ", not " + kind.__name__)
    return value

def text(value, place):
    return need(value, str, place)

def plain(value, place):
    return str(value) if type(value) is int else text(value, place)

def each(value, place, read):
    if type(value) not in (list, tuple):
        raise Wrong(place + " is " + type(value).__name__ + ", not a list")
    if len(value) > MOST:
        raise Wrong(place + " has " + str(len(value)) + " entries")
    return [read(one, place + "[" + str(i) + "]") for i, one in enumerate(value)]

def part(item, name, place, read):
    if type(item) is not dict or name not in item:
        raise Wrong(place + " has no " + name)
    return read(item[name], place + "." + name)

def whole(value, place):
    return need(value, int, place)

def texts(value, place):
    return each(value, place, text)

def right(value, place):
    if type(value) not in (bool, int, float) or value not in (0, 1):
        raise Wrong(place + " is neither 0 nor 1")
    return value == 1

def answered(gold):
    return lambda item, place: [part(item, "src", place, text), part(item, gold, place, plain)]

def argument(value, place):
    return texts(value, place) if type(value) in (list, tuple) else value if type(value) is int else text(value, place)

def instructed(item, place):
    ids = part(item, "instruction_ids", place, texts)
    kwargs = part(item, "kwargs", place, lambda value, at: each(value, at, lambda one, here: need(one, dict, here)))
    if len(kwargs) != len(ids):
        raise Wrong(place + " has " + str(len(kwargs)) + " kwargs for " + str(len(ids)) + " instructions")
    args = [{text(k, place): argument(v, place + "." + k) for k, v in one.items() if v is not None} for one in kwargs]
    return {"source": part(item, "src", place, text), "instructions": [{"id": i, "args": a} for i, a in zip(ids, args)]}

def cases(test):
    found = []
    for node in ast.walk(ast.parse(test)):
        if isinstance(node, ast.Assert):
            compare = node.test
            if not (isinstance(compare, ast.Compare) and isinstance(compare.ops[0], ast.Eq) and isinstance(compare.left, ast.Call)):
                return None
            of = lambda node: ast.get_source_segment(test, node)
            found.append([", ".join(of(one) for one in compare.left.args), of(compare.comparators[0])])
    return found or None

def coded(item, place):
    get = lambda name: part(item, name, place, text)
    return {"source": get("src"), "taskId": get("task_id"), "entryPoint": get("entry_point"), "prompt": get("prompt"), "cases": cases(get("test"))}

def hidden(item, place):
    get = lambda name, read: part(item, name, place, read)
    wholes = lambda value, at: each(value, at, whole)
    return {"answer": get("answer", text), "confusers": get("confuser_answers", texts), "position": get("needle_position", whole), "confuserPositions": get("confuser_positions", wholes)}

def capable(item, place):
    kind = part(item, "kind", place, text)
    asked = {"kind": kind, "question": part(item, "q", place, text), "answers": []}
    if item.get("count") is not None:
        asked["count"] = part(item, "count", place, whole)
    pattern = lambda value, at: text(getattr(value, "pattern", value), at)
    for name, read in (("a", plain), ("accept_re", pattern), ("rhyme", text)):
        if item.get(name) is not None and not asked["answers"]:
            asked["answers"] = [part(item, name, place, read)]
    if item.get("alts") is not None:
        alts = item["alts"]
        asked["answers"] = texts(sorted(alts) if type(alts) in (set, frozenset) else alts, place + ".alts")
    return asked

GOLD, CHOICE = answered("gold"), answered("gold_letter")
BENCHES = {
    "math_bench": ("math", GOLD), "code_bench": ("code", coded), "reasoning_bench": ("reasoning", GOLD),
    "ifeval_bench": ("ifeval", instructed), "aime_bench": ("aime", GOLD), "mbpp_bench": ("mbpp", coded),
    "tool_use_bench": ("tool_use", GOLD), "long_context_bench": ("long_context", hidden), "robustness_bench": ("robustness", GOLD),
    "knowledge_bench": ("knowledge", CHOICE), "arc_bench": ("arc", CHOICE), "truthful_bench": ("truthful", CHOICE),
    "self_consistency_bench": ("self_consistency", GOLD), "procedural_bench": ("procedural", answered("answer")),
    "noise_resistance_bench": ("noise", GOLD),
}
PICKS = {
    "judge_probe": ("_pick_judge_probe_prompts", texts), "on_policy_rkl": ("_pick_on_policy_rkl_prompts", texts),
    "think_probe": ("_pick_think_probe_prompts", texts),
    "chat_turns_probe": ("_pick_chat_turns_prompts", lambda value, place: each(value, place, texts)),
}

class Replies:
    def __init__(self, given):
        self.given, self.asked = given, []
    def reply(self, prompt):
        self.asked.append(prompt)
        at = len(self.asked) - 1
        return (self.given[at] if at < len(self.given) else "", 1)
    def __call__(self, *args, **named):
        for value in [named.get("prompts"), named.get("prompt"), *args, *named.values()]:
            if type(value) is str:
                return self.reply(value)
            if type(value) in (list, tuple) and value and all(type(one) is str for one in value):
                return [self.reply(one) for one in value]
        return []

def probe(module, axis, given):
    replies = Replies(given)
    for name in ("_bench_generate", "_bench_generate_batch", "_bench_generate_sampled"):
        setattr(module, name, replies)
    return replies.asked, lambda: getattr(module, axis + "_probe")(IDLE, IDLE, Device("cpu"))

def sent(module, axis, count):
    asked, run = probe(module, axis, [])
    fault = "asks " + str(count) + " items with fewer prompts"
    try:
        result = run()
        if type(result) is dict and result.get("error"):
            fault = str(result["error"])
    except Exception as error:
        fault = type(error).__name__ + ": " + str(error)
    if axis == "self_consistency_bench" and count and len(asked) % count == 0:
        asked = asked[:: max(1, len(asked) // count)]
    if len(asked) < count:
        raise Wrong(axis + "_probe " + fault)
    return asked[:count]

def items(module, seed):
    found = {"items": {}, "ways": {}, "prompts": {}, "capability": None, "absent": []}
    samples = getattr(module, "_BENCH_SAMPLES", None)
    for axis, (bench, read) in BENCHES.items():
        if type(samples) is not dict or bench not in samples:
            found["absent"].append([axis, "it has no items of " + bench])
            continue
        if not callable(getattr(module, axis + "_probe", None)):
            found["absent"].append([axis, "it has no " + axis + "_probe"])
            continue
        listed = each(samples[bench], bench, read)
        count = len(listed)
        if bench in ("robustness", "noise"):
            pick = getattr(module, "_pick_" + bench + "_perturbations")
            ways = each(pick(seed, request["ways"][bench]), bench + " ways", lambda one, place: text(each(one, place, lambda value, at: value)[0], place))
            found["ways"][bench] = ways
            count *= len(ways)
        found["items"][bench] = listed
        found["prompts"][axis] = sent(module, axis, count) if count else []
    for axis, (name, read) in PICKS.items():
        if callable(getattr(module, name, None)):
            found["prompts"][axis] = read(getattr(module, name)(seed), axis)
        else:
            found["absent"].append([axis, "it has no " + name])
    if callable(getattr(module, "build_capability_prompts", None)):
        found["capability"] = each(module.build_capability_prompts(seed), "capability", capable)
        found["prompts"]["capability"] = [one["question"] for one in found["capability"]]
    else:
        found["absent"].append(["capability", "it has no build_capability_prompts"])
    return found

def grade(module, seed):
    graded = {"axes": {}, "capability": [], "faults": []}
    read = lambda one, place: [None if one.get("pred") is None else plain(one["pred"], place + ".pred"), part(one, "ok", place, right)]
    for axis, given in request["axes"].items():
        runs, samples = axis, module._BENCH_SAMPLES
        kept = samples.get("math")
        if axis in ("tool_use_bench", "self_consistency_bench"):
            runs, samples["math"] = "math_bench", samples[BENCHES[axis][0]]
        asked, run = probe(module, runs, given)
        try:
            result = run()
            fault = str(result["error"]) if type(result) is dict and result.get("error") else None
        except Exception as error:
            fault = told(error)
        samples["math"] = kept
        if fault is not None:
            graded["faults"].append([axis, fault[:400]])
            continue
        listed = part(result, "items", axis, lambda value, at: each(value, at, lambda one, here: read(need(one, dict, here), here)))
        if len(listed) != len(given):
            raise Wrong(axis + " grades " + str(len(listed)) + " of " + str(len(given)) + " answers")
        graded["axes"][axis] = listed
    if request["capability"]:
        known = module.build_capability_prompts(seed)
        for index, given in request["capability"]:
            item = known[index]
            pred = module._extract_capability_answer(given, item["kind"])
            place = "capability[" + str(index) + "]"
            graded["capability"].append([plain(pred, place), right(module._capability_score_one(pred, item), place)])
    return graded

def load():
    sys.path.insert(0, "/work/evaluator")
    spec = importlib.util.spec_from_file_location("evaluator", "/work/evaluator/" + request["main"])
    module = sys.modules["evaluator"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

def told(error):
    try:
        return (type(error).__name__ + ": " + str(error))[:400]
    except BaseException:
        return "an exception without a text"

step = "while it is loaded"
try:
    module = load()
    seed = request["seed"]
    step = "while it draws the items"
    for name in ("set_capability_block_seed", "set_on_policy_rkl_block_seed", "set_judge_probe_block_seed", "set_chat_turns_probe_block_seed"):
        if callable(getattr(module, name, None)):
            getattr(module, name)(seed)
    module._BENCH_BLOCK_SEED = seed
    module.set_bench_block_seed(seed)
    step = "while it is asked for " + request["task"]
    document = {"found": (items if request["task"] == "items" else grade)(module, seed)}
except Wrong as error:
    document = {"failed": {"kind": "shape", "step": step, "text": str(error)[:400]}}
except SystemExit as error:
    document = {"failed": {"kind": "exit", "step": step, "text": told(error)}}
except BaseException as error:
    document = {"failed": {"kind": "raised", "step": step, "text": told(error)}}
document["nonce"] = request["nonce"]
with open(answer, "wb") as f:
    f.write(json.dumps(document, allow_nan=False).encode("ascii"))
os._exit(0)
`;
