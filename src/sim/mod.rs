//! Floor 3: a simulated modem, network and phones, behind a real pty.
