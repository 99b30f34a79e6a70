"""One confusion a file: what is asked, the Keras code that goes wrong, and the code that does not.

Keras is imported inside the two functions only, so that the gallery can be listed without it.
Their source text is what the window shows; it ends with the names and numbers that were measured.
"""
