"""The confusions that users of Keras's recurrent layers have, each as code that fails and code that does not."""
