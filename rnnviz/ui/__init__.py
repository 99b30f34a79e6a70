"""The window: its panels, actions, bars and dialogs. Qt, and never Keras."""
