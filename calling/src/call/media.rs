//! What is heard in a call: who processes its media, and the prompts that are played.

use msgraph_beta_communications::models::{
    self, AppHostedMediaConfig, InvitationParticipantInfo, MediaConfig, MediaInfo, MediaPrompt,
    Modality, Prompt, ServiceHostedMediaConfig,
};

/// Who processes the media of a call, and which kinds there are.
#[derive(Clone, Debug)]
pub struct Media {
    config: MediaConfig,
    modalities: Vec<Modality>,
}

impl Media {
    /// The service plays prompts, records and hears tones.
    pub fn service_hosted() -> Self {
        Self::from(MediaConfig::from(ServiceHostedMediaConfig::default()))
    }

    /// The application processes the media itself, with the media platform that made `blob`.
    pub fn app_hosted(blob: impl Into<String>) -> Self {
        Self::from(MediaConfig::from(
            AppHostedMediaConfig::default().with_blob(blob),
        ))
    }

    /// Has the service fetch prompts before they are played. Only service-hosted media has
    /// prompts; otherwise this does nothing.
    pub fn prefetch<P: Into<MediaInfo>>(mut self, prompts: impl IntoIterator<Item = P>) -> Self {
        if let MediaConfig::ServiceHostedMediaConfig(config) = &mut self.config {
            let fetched = config.pre_fetch_media.get_or_insert_default();
            fetched.extend(prompts.into_iter().map(Into::into));
        }
        self
    }

    /// The kinds of media, instead of audio alone.
    pub fn modalities(mut self, modalities: impl IntoIterator<Item = Modality>) -> Self {
        self.modalities = modalities.into_iter().collect();
        self
    }

    pub(super) fn into_parts(self) -> (MediaConfig, Vec<Modality>) {
        (self.config, self.modalities)
    }
}

impl From<MediaConfig> for Media {
    fn from(config: MediaConfig) -> Self {
        Self {
            config,
            modalities: vec![Modality::Audio],
        }
    }
}

/// An audio file that the service fetches and plays: WAV, 16 bits, 16 kHz, mono.
///
/// ```
/// use msgraph_calling::{AudioPrompt, Media};
///
/// let welcome = AudioPrompt::new("https://bot.contoso.com/audio/welcome.wav").id("welcome");
/// let media = Media::service_hosted().prefetch([&welcome]);
/// # let _ = media;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AudioPrompt {
    uri: String,
    id: Option<String>,
}

impl AudioPrompt {
    /// The file at this address.
    pub fn new(uri: impl Into<String>) -> Self {
        let uri = uri.into();
        Self { uri, id: None }
    }

    /// The key under which the service keeps the file. Change it when the file changes.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }
}

impl From<&AudioPrompt> for MediaInfo {
    fn from(prompt: &AudioPrompt) -> Self {
        let mut info = Self::default();
        info.uri = Some(prompt.uri.clone());
        info.resource_id.clone_from(&prompt.id);
        info
    }
}

impl From<AudioPrompt> for MediaInfo {
    fn from(prompt: AudioPrompt) -> Self {
        Self::from(&prompt)
    }
}

impl From<&AudioPrompt> for Prompt {
    fn from(prompt: &AudioPrompt) -> Self {
        let mut media = MediaPrompt::default();
        media.media_info = Some(prompt.into());
        media.into()
    }
}

impl From<AudioPrompt> for Prompt {
    fn from(prompt: AudioPrompt) -> Self {
        Self::from(&prompt)
    }
}

/// A call to these parties, for [`Calls::create`](crate::Calls::create). One party makes it a
/// call between two, several a group call.
///
/// ```
/// use msgraph_calling::{Media, TransferTarget, outgoing_call};
///
/// let callee = TransferTarget::user("72f988bf-86f1-41af-91ab-2d7cd011db47", "550fae72");
/// let call = outgoing_call([callee], Media::service_hosted());
/// # let _ = call;
/// ```
pub fn outgoing_call<T: Into<InvitationParticipantInfo>>(
    targets: impl IntoIterator<Item = T>,
    media: Media,
) -> models::Call {
    let (config, modalities) = media.into_parts();
    let targets: Vec<InvitationParticipantInfo> = targets.into_iter().map(Into::into).collect();
    models::Call::default()
        .with_targets(targets)
        .with_requested_modalities(modalities)
        .with_media_config(config)
}
