"""Images of the user's own: folders of image files, MNIST's IDX files, CIFAR-10's binary files."""
