"""How the window says what a network is: counts, matrices, activations and features in words."""

from nnstudio.core.counts import Counts, count_layer, count_network, network_name
from nnstudio.core.spec import Activation, LayerSpec, NetworkSpec

ACTIVATION_NAMES: dict[Activation, str] = {
    "linear": "linear",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "prelu": "PReLU",
    "maxout": "maxout",
}
FEATURE_NAMES = {
    "x1": "x₁",
    "x2": "x₂",
    "x1^2": "x₁²",
    "x2^2": "x₂²",
    "x1*x2": "x₁x₂",
    "sin(x1)": "sin x₁",
    "sin(x2)": "sin x₂",
}
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def counted(number: int, noun: str) -> str:
    """The number with its noun: "1 neuron", "1,024 biases"."""
    plural = f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def count_words(network: NetworkSpec) -> tuple[str, str, str, str]:
    """The counts line in its four parts: name, neurons, the parameter sum, the chain of sizes."""
    counts = count_network(network)
    chain = " → ".join(f"{size:,}" for size in network.sizes)
    return network_name(network), counted(counts.neurons, "neuron"), _sum(counts), chain


def counts_sentence(network: NetworkSpec) -> str:
    """The counts line as plain text."""
    return "   ".join(count_words(network))


def matrix_shape(inputs: int, layer: LayerSpec) -> str:
    """The shape of a layer's weight matrix, the pieces of maxout as a factor: "6 × 2"."""
    pieces = f"{layer.pieces}·" if layer.activation == "maxout" else ""
    return f"{pieces}{layer.units:,} × {inputs:,}"


def layer_terms(inputs: int, layer: LayerSpec) -> tuple[str, ...]:
    """What a layer learns, term by term: ("12 weights", "6 biases")."""
    counts = count_layer(inputs, layer)
    terms = (counted(counts.weights, "weight"), counted(counts.biases, "bias"))
    return (*terms, counted(counts.slopes, "slope")) if counts.slopes else terms


def subscript(number: int) -> str:
    """The number in small digits below the line."""
    return str(number).translate(_SUBSCRIPTS)


def feature_label(name: str) -> str:
    """The name of an input as the window writes it: x1*x2 is x₁x₂; names of columns stay."""
    if name in FEATURE_NAMES:
        return FEATURE_NAMES[name]
    is_numbered = name.startswith("x") and name[1:].isdigit()
    return f"x{subscript(int(name[1:]))}" if is_numbered else name


def signed(value: float) -> str:
    """A weight in few characters, always with its sign: "+0.28", "−1.4e-05"."""
    size = abs(value)
    text = f"{size:.2f}" if size == 0 or 0.005 <= size < 1e4 else f"{size:.1e}"
    return ("−" if value < 0 else "+") + text


def _sum(counts: Counts) -> str:
    terms = [counted(counts.weights, "weight"), counted(counts.biases, "bias")]
    if counts.slopes:
        terms.append(counted(counts.slopes, "slope"))
    return f"{' + '.join(terms)} = {counted(counts.parameters, 'parameter')}"
