"""What the canvas and drawings for files have in common: the looks of links, squares and biases."""

CORNER = 0.16  # of a square's edge is rounded
# A link's strength, |weight| over the largest of its matrix, in steps: width, percent of its color.
# Lines of up to 1 px paint four times faster on the screen, and most weights are small.
LINK_WIDTHS = (0.7, 0.85, 1.0, 1.6, 2.3, 3.1, 4.0, 5.0)
LINK_SHADES = (41, 48, 56, 63, 70, 78, 85, 92)

_SMALLEST, _LARGEST = 0.24, 0.36  # of the square's edge is a bias mark, by the size of the bias
_LEAST, _MOST = 9.0, 17.0  # pixels of a mark: its sign can be read, and the square is seen
_INSET = 2.0


def width_words(drawn: int, weights: int) -> str:
    """What the width of `drawn` links says, or how many of the weights they are.

    Of a maxout neuron's pieces the largest weight is drawn.
    """
    if drawn == weights:
        return "width: relative size"
    return f"strongest {drawn:,} of {weights:,} weights"


def bias_mark(square: float, share: float) -> tuple[float, float, float]:
    """The edge of a bias's mark, and how far it is from the left and lower sides of its square.

    `square` is the edge of that, `share` the bias over the largest of its layer. On a small square
    the mark reaches out of the corner, so that it hides no more of what is in there.
    """
    wanted = (_SMALLEST + (_LARGEST - _SMALLEST) * share) * square
    edge = min(max(wanted, _LEAST), _MOST)
    out = max(0.0, edge - _LARGEST * square)
    return edge, _INSET - out, _INSET - out / 2
