//! Ten changes of the service, made on `metadata/beta.csdl` in memory: what a reviewer is told, which
//! generated files differ, and which of the documented payloads no longer fit.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use conformance_tests::examples::{Registry, model, read_folder, run};
use conformance_tests::json::Json;
use conformance_tests::{declared, manifest_dir, metadata, repair};
use csdl_codegen::api::Api;
use csdl_codegen::diagnostic::{Diagnostics, Severity, Sources};
use csdl_codegen::diff::render::Amount;
use csdl_codegen::diff::{self, Diff, Side};
use csdl_codegen::model::Model;
use csdl_codegen::sdk::Sdk;
use csdl_codegen::snapshot::snapshot;
use csdl_codegen::{Config, Inputs, Lowered, generate, lowered};
use msgraph_beta_communications::registry::{OPERATIONS, TYPES};

fn root() -> PathBuf {
    manifest_dir().join("..")
}

fn inputs() -> Inputs {
    metadata::inputs(&root().join("metadata")).unwrap()
}

/// What is generated today.
static TODAY: LazyLock<(Model, Sdk)> = LazyLock::new(|| {
    let inputs = inputs();
    match lowered(&inputs, &Config::default()) {
        Ok(lowered) => (lowered.prepared.model, lowered.sdk),
        Err(found) => panic!("{}", found.render(&inputs.sources)),
    }
});

/// The documented payloads, and the type or operation of each.
static PAYLOADS: LazyLock<Vec<(String, String, Json)>> = LazyLock::new(|| {
    let beta = model(&[root().join("metadata/beta.csdl")]).unwrap();
    let registry = Registry::new(TYPES, OPERATIONS).with_roots(&beta);
    let records = read_folder(&manifest_dir().join("documented_examples")).unwrap();
    let payloads = records.into_iter().map(|record| {
        let name = run(&registry, &record).name;
        let body = repair::repair(record.body.as_deref().unwrap()).unwrap();
        (record.id, name, body.json)
    });
    payloads.collect()
});

/// The metadata after a change.
struct Changed {
    /// What the new document declares, selected or not.
    declared: Model,
    inputs: Inputs,
    lowered: Lowered,
}

impl Changed {
    /// Replaces texts of the document, each of which must be there, and takes a snapshot of it.
    #[track_caller]
    fn new(replaced: &[(&str, &str)]) -> Self {
        Self::try_new(replaced).unwrap()
    }

    #[track_caller]
    fn try_new(replaced: &[(&str, &str)]) -> Result<Self, Diagnostics> {
        let read = |name: &str| fs::read_to_string(root().join("metadata").join(name)).unwrap();
        let mut text = read("beta.csdl");
        for (old, new) in replaced {
            assert!(text.contains(old), "{old}");
            text = text.replace(old, new);
        }
        let mut sources = Sources::default();
        sources.add("beta-Prod.csdl", text);
        let rules = sources.add("metadata/select.txt", read("select.txt"));
        let snapshot = snapshot("simulated", &sources, rules)?;
        let mut inputs = inputs();
        inputs.metadata = vec![
            inputs
                .sources
                .add("metadata/beta.csdl", snapshot.csdl.clone()),
        ];
        Ok(Self {
            declared: snapshot.model,
            lowered: lowered(&inputs, &Config::default())?,
            inputs,
        })
    }

    /// The story that `cargo xtask snapshot` tells.
    fn story(&self) -> String {
        let new = &self.lowered;
        let after = Side {
            declared: Some(&self.declared),
            ..Side::whole(&new.prepared.model)
        };
        let mut diff: Diff = diff::compare(Side::whole(&TODAY.0), after);
        diff::rust::apply(&mut diff, &TODAY.1, &new.sdk);
        diff.to_text(Amount::default())
    }

    /// The files that `cargo xtask regenerate` writes or removes.
    fn files(&self) -> Vec<String> {
        let output = generate(&self.inputs, &Config::default()).unwrap();
        let mut files = output.files;
        files.insert("API.txt".to_owned(), Api::new(&output.sdk).to_text());
        let stale = files.iter().filter(|(path, text)| {
            let there = fs::read_to_string(root().join("generated").join(path));
            there.ok().as_ref() != Some(text)
        });
        stale.map(|(path, _)| path.clone()).collect()
    }

    /// The documented payloads that do not fit what is declared now, and why.
    fn broken(&self) -> Vec<String> {
        let mut broken = Vec::new();
        for (id, name, payload) in PAYLOADS.iter() {
            let before = declared::check(&TODAY.0, name, payload).unwrap();
            match declared::check(&self.lowered.prepared.model, name, payload) {
                Err(error) => broken.push(format!("{id}: {error}")),
                Ok(found) => {
                    let news = found
                        .undeclared
                        .iter()
                        .filter(|w| !before.undeclared.contains(w));
                    broken.extend(news.map(|what| format!("{id}: {what} is not declared")));
                    broken.extend(found.misfits.iter().map(|what| format!("{id}: {what}")));
                }
            }
        }
        broken
    }
}

const TERMINATED: &str = "<Member Name=\"terminated\" Value=\"9\"/>";
const SEQUENCE_ID: &str = "<Property Name=\"sequenceId\" Type=\"Edm.Int64\" Nullable=\"false\"/>";
const TRANSFEREE: &str = "<Parameter Name=\"transferee\" Type=\"graph.participantInfo\">";
const PARTICIPANT: &str = "<EntityType Name=\"participant\" BaseType=\"graph.entity\">";
const METADATA: &str = "<Property Name=\"metadata\" Type=\"Edm.String\"/>";
const CANCEL: &str = "<Action Name=\"cancelMediaProcessing\" IsBound=\"true\">";
/// Of a call; delta rosters have participants, too.
const PARTICIPANTS: &str = "<NavigationProperty Name=\"operations\" Type=\"Collection(graph.commsOperation)\" ContainsTarget=\"true\"/>
        <NavigationProperty Name=\"participants\" Type=\"Collection(graph.participant)\" ContainsTarget=\"true\"/>";
const CALL_CHAIN_ID: &str = "<Property Name=\"callChainId\" Type=\"Edm.String\"/>";
const TONE_INFO: &str = "<ComplexType Name=\"toneInfo\">";

/// The story has these lines, or beginnings of lines, in this order, and the payloads that break are
/// these.
#[track_caller]
fn tells(changed: &Changed, lines: &[&str], broken: &[&str]) {
    let story = changed.story();
    let mut rest = story.lines().map(str::trim_start);
    for line in lines {
        assert!(
            rest.any(|told| told.starts_with(line)),
            "{line}\nnot in\n{story}"
        );
    }
    assert_eq!(changed.broken(), broken);
}

#[test]
fn a_new_member_of_an_enumeration_is_an_addition_in_four_files() {
    let parked = format!("{TERMINATED}<Member Name=\"parked\" Value=\"11\"/>");
    let changed = Changed::new(&[(TERMINATED, &parked)]);
    let added = "enum-member-added microsoft.graph.callState/parked: `11`; Rust: `models::CallState::Parked` is new";
    tells(&changed, &["1 addition; next version: patch", added], &[]);
    let files = [
        "API.txt",
        "src/models.rs",
        "src/models/call_state.rs",
        "src/registry.rs",
    ];
    assert_eq!(changed.files(), files);
}

#[test]
fn another_type_of_a_property_breaks_the_wire_and_a_documented_notification() {
    let text = SEQUENCE_ID.replace("Int64", "String");
    let changed = Changed::new(&[(SEQUENCE_ID, &text)]);
    let told = "property-type-changed microsoft.graph.toneInfo/sequenceId: `Edm.Int64` → `Edm.String`; \
                Rust: `models::ToneInfo::sequence_id: Option<i64>` → `models::ToneInfo::sequence_id: Option<String>`";
    let broken =
        "beta/call-subscribetotone#3: value[0].resourceData.toneInfo.sequenceId: no Edm.String";
    tells(
        &changed,
        &["1 wire-breaking; next version: minor", told],
        &[broken],
    );
}

#[test]
fn a_new_parameter_is_an_addition_unless_it_is_required() {
    let optional = format!("<Parameter Name=\"hint\" Type=\"Edm.String\"/>{TRANSFEREE}");
    let hint = "microsoft.graph.transfer(microsoft.graph.call)/hint: `Edm.String`";
    let added = format!("parameter-added-optional {hint}");
    tells(
        &Changed::new(&[(TRANSFEREE, &optional)]),
        &["1 addition; next version: patch", &added],
        &[],
    );
    let required = optional.replace("/><", " Nullable=\"false\"/><");
    let added = format!("parameter-added-required {hint}");
    tells(
        &Changed::new(&[(TRANSFEREE, &required)]),
        &["1 wire-breaking; next version: minor", &added],
        &[],
    );
}

#[test]
fn properties_that_move_to_a_new_base_break_nothing() {
    let base = format!(
        "<EntityType Name=\"participantBase\" BaseType=\"graph.entity\" Abstract=\"true\">{METADATA}</EntityType>\
         <EntityType Name=\"participant\" BaseType=\"graph.participantBase\">"
    );
    // Other types have a property of this name; those stay.
    let both = format!(
        "{PARTICIPANT}\n        <Property Name=\"info\" Type=\"graph.participantInfo\" Nullable=\"false\"/>"
    );
    let moved = both.replace(PARTICIPANT, &base);
    let changed = Changed::new(&[
        (
            &format!("        {METADATA}\n        <Property Name=\"preferredDisplayName\""),
            "        <Property Name=\"preferredDisplayName\"",
        ),
        (&both, &moved),
    ]);
    let inserted = "base-inserted microsoft.graph.participant: `microsoft.graph.entity` → `microsoft.graph.participantBase`";
    tells(
        &changed,
        &[
            "1 behaviour-hint, 1 addition, 1 noise; next version: patch",
            inserted,
            "type-added microsoft.graph.participantBase",
        ],
        &[],
    );
}

#[test]
fn an_operation_that_is_gone_breaks_the_wire() {
    let changed = Changed::new(&[(CANCEL, &CANCEL.replace("cancelMedia", "abandonMedia"))]);
    let removed = "operation-removed microsoft.graph.cancelMediaProcessing(microsoft.graph.call): was `action`; Rust: \
                   `requests::CallRequests::cancel_media_processing() -> requests::call::CancelMediaProcessing` is gone";
    tells(&changed, &["wire-breaking", removed], &[]);
    // The way of the maintainer: regenerate warns about the documentation, with its line.
    let found = &changed.lowered.diagnostics;
    let unused = found.iter().filter(|finding| finding.code.id == "W0306");
    assert_eq!(unused.count(), 2);
}

#[test]
fn contained_entities_that_become_references_change_their_paths() {
    let reference = PARTICIPANTS.replace(
        "graph.participant)\" ContainsTarget=\"true\"",
        "graph.participant)\"",
    );
    let changed = Changed::new(&[(PARTICIPANTS, &reference)]);
    let paths = "paths-changed microsoft.graph.call/participants: `POST …/participants, DELETE …/participants/{id}` → \
                 `POST …/participants/$ref, DELETE …/participants/{id}/$ref`";
    let containment = "containment-changed microsoft.graph.call/participants: `true` → `false`";
    tells(
        &changed,
        &[
            "1 source-breaking, 1 behaviour-hint; next version: minor",
            paths,
            containment,
        ],
        &[],
    );
}

#[test]
fn a_type_in_other_case_is_one_line() {
    let changed = Changed::new(&[("invitationParticipantInfo", "InvitationParticipantInfo")]);
    let story = changed.story();
    let case = "type-case-changed microsoft.graph.invitationParticipantInfo: \
                `microsoft.graph.invitationParticipantInfo` → `microsoft.graph.InvitationParticipantInfo`";
    assert!(story.contains(case), "{story}");
    assert_eq!(
        story
            .lines()
            .filter(|line| line.contains("microsoft.graph."))
            .count(),
        1,
        "{story}"
    );
    assert_eq!(
        changed.broken(),
        [""; 0],
        "names of types are read in any casing"
    );
}

#[test]
fn a_deprecation_is_told_with_its_date() {
    let properties = [
        ("Date", "Date=\"2027-01-10\""),
        ("Version", "String=\"2027-01/call\""),
        (
            "Kind",
            "EnumMember=\"Org.OData.Core.V1.RevisionKind/Deprecated\"",
        ),
        ("Description", "String=\"Not used.\""),
        ("RemovalDate", "Date=\"2028-11-01\""),
    ];
    let properties =
        properties.map(|(name, value)| format!("<PropertyValue Property=\"{name}\" {value}/>"));
    let deprecated = format!(
        "{}<Annotation Term=\"Org.OData.Core.V1.Revisions\"><Collection><Record>{}</Record></Collection>\
         </Annotation></Property>",
        CALL_CHAIN_ID.replace("/>", ">"),
        properties.concat()
    );
    let changed = Changed::new(&[(CALL_CHAIN_ID, &deprecated)]);
    let told = "deprecation-added microsoft.graph.call/callChainId: `removal 2028-11-01`; \
                Rust: `models::Call::call_chain_id is deprecated` is new";
    tells(
        &changed,
        &["1 behaviour-hint; next version: patch", told],
        &[],
    );
}

#[test]
fn a_first_derived_type_breaks_code_that_uses_its_base() {
    let derived = format!(
        "<ComplexType Name=\"toneInfoExtended\" BaseType=\"graph.toneInfo\">\
         <Property Name=\"duration\" Type=\"Edm.Duration\"/></ComplexType>{TONE_INFO}"
    );
    let changed = Changed::new(&[(TONE_INFO, &derived)]);
    let told = "type-gained-first-derived microsoft.graph.toneInfo: `microsoft.graph.toneInfoExtended`; \
                Rust: `models::Call::tone_info: Option<models::ToneInfo>` → `models::Call::tone_info: Option<models::AnyToneInfo>`";
    let summary = "1 source-breaking, 1 addition; next version: minor";
    tells(
        &changed,
        &[summary, told, "type-added microsoft.graph.toneInfoExtended"],
        &[],
    );
}

#[test]
fn a_property_that_is_gone_is_missed_by_documented_payloads() {
    let direction = "<Property Name=\"direction\" Type=\"graph.callDirection\"/>";
    let changed = Changed::new(&[(direction, "")]);
    let broken = changed.broken();
    let all = broken
        .iter()
        .all(|what| what.ends_with("direction is not declared"));
    assert!(all && broken.len() == 3, "{broken:?}");
}

/// The codes of the errors with which a snapshot of changed metadata is refused.
fn refused(replaced: &[(&str, &str)]) -> Vec<&'static str> {
    let found = match Changed::try_new(replaced) {
        Err(found) => found,
        Ok(changed) => panic!("accepted: {}", changed.story()),
    };
    let errors = found.iter().filter(|f| f.severity == Severity::Error);
    errors.map(|error| error.code.slug).collect()
}

#[test]
fn what_overlay_and_selection_name_cannot_go_unnoticed() {
    let removed = "        <Property Name=\"removedState\" Type=\"graph.removedState\"/>\n";
    assert_eq!(refused(&[(removed, "")]), ["overlay-unknown"]);
    let root = "<Singleton Name=\"communications\"";
    assert_eq!(
        refused(&[(root, &root.replace("comm", "Comm"))]),
        ["unknown-name"]
    );
    let renamed = [
        (
            PARTICIPANT,
            "<EntityType Name=\"Participant\" BaseType=\"graph.entity\">",
        ),
        ("graph.participant\"", "graph.Participant\""),
        ("graph.participant)", "graph.Participant)"),
    ];
    assert_eq!(refused(&renamed), ["overlay-unknown", "overlay-unknown"]);
}
