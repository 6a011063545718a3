//! Finds the fields of an object in another one: around it, inside it, or in the other part.

use super::Checker;
use crate::diagnostics::Fault;
use crate::diagnostics::catalogue::{self, Severity};
use crate::json::{Kind, Member, Object};
use crate::spec::{FORM, Field, Kind as FieldKind};
use crate::text::excerpt::excerpt;

fn fields_of(field: &'static Field) -> &'static [Field] {
    match field.kind {
        FieldKind::Object(fields) | FieldKind::List(fields) => fields,
        _ => &[],
    }
}

/// Returns whether an object has the names of two of these fields, which identify it.
fn is_of(object: &Object, fields: &[Field]) -> bool {
    let named = |member: Member| fields.iter().position(|field| field.is_named(member.key));
    let mut found = object.members.iter().filter_map(named);
    found.next().is_some_and(|first| found.any(|other| other != first))
}

impl Checker<'_, '_> {
    /// Reports an envelope around the object, and fields that belong in another object. The latter are searched for
    /// only if `has_names_of_others`. Returns those fields, or `None` if nothing else about the object needs a check.
    pub(super) fn misplaced(
        &mut self,
        object: &Object,
        field: &'static Field,
        fields: &'static [Field],
        present: &mut [bool],
        has_names_of_others: bool,
    ) -> Option<&'static [Field]> {
        if self.text.is_none() || !self.is_balanced {
            return Some(&[]);
        }
        let has_own = present.contains(&true);
        let is_root = FORM.iter().any(|part| core::ptr::eq(part, field));
        if !has_own && self.envelope(object, field, fields, is_root) {
            return None;
        }
        if !has_names_of_others {
            return Some(&[]);
        }
        let children = (0..fields.len()).filter(|&index| !present[index]).map(|index| (Some(index), &fields[index]));
        let parts = FORM.iter().filter(|part| is_root && !core::ptr::eq(*part, field)).map(|part| (None, part));
        let Some((index, other)) = children.chain(parts).find(|(_, other)| is_of(object, fields_of(other))) else {
            return Some(&[]);
        };
        let others = fields_of(other);
        let first = object.members.iter().find(|member| others.iter().any(|field| field.is_named(member.key)))?;
        let is_all =
            index.map_or_else(|| self.found_elsewhere(other), |index| core::mem::replace(&mut present[index], true));
        let location = self.location(&first.key_at);
        let outer = self.faults.context.name_of(field);
        let fault = self.faults.add(&catalogue::FIELD_IN_ANOTHER, location).field(other).arg("outer", outer);
        if index.is_none() && has_own && !is_all {
            fault.severity = Severity::Warning;
        }
        (index.is_some() || has_own).then_some(others)
    }

    /// Reports an object around the expected one, and checks the inner one; returns whether there is one.
    fn envelope(&mut self, object: &Object, field: &'static Field, fields: &'static [Field], is_root: bool) -> bool {
        let is_part = |key: &str| FORM.iter().find(|part| is_root && part.is_named(key));
        let is_inner = |member: &Member| match &member.value.kind {
            Kind::Object(inner) => is_of(inner, fields),
            Kind::String(_) => is_part(member.key).is_some_and(|part| core::ptr::eq(part, field)),
            _ => false,
        };
        let Some(member) = object.members.iter().find(is_inner) else { return false };
        for part in object.members.iter().filter_map(|member| is_part(member.key)) {
            self.found_elsewhere(part);
        }
        let location = self.location(&member.key_at);
        self.faults.add(&catalogue::FIELD_ENVELOPE, location).field(field).value(excerpt(member.key));
        if let Kind::Object(inner) = &member.value.kind {
            let mark = self.faults.context.path.enter(member.key);
            self.object(inner, field, fields);
            self.faults.context.path.leave(mark);
        }
        true
    }

    /// Withdraws the finding that a part is missing, as it was found elsewhere; returns whether there was one.
    fn found_elsewhere(&mut self, part: &Field) -> bool {
        let is_it = |fault: &Fault| {
            fault.part.is_none()
                && fault.code.is(&catalogue::FIELD_MISSING)
                && fault.field.is_some_and(|field| core::ptr::eq(field, part))
        };
        let was_missing = self.faults.list().iter().any(is_it);
        if was_missing {
            self.faults.remove(0, &mut { is_it });
        }
        was_missing
    }
}
