"""Multi-head latent attention (DeepSeek-V2, 2405.04434): what its backends share."""
