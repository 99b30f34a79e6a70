"""Numbers of batches, as they stand in a sentence."""


def batches_counted(number: int) -> str:
    """So many batches, one of them too.

    Example:
        >>> batches_counted(1), batches_counted(1500)
        ('1 batch', '1,500 batches')
    """
    return "1 batch" if number == 1 else f"{number:,} batches"
