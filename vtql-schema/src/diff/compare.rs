use super::change::{Change, ChangeKind};
use crate::field::Field;
use crate::module::Module;
use crate::snapshot::Snapshot;
use crate::suggest;

pub(super) fn snapshots(old: &Snapshot, new: &Snapshot) -> Vec<Change> {
    let mut changes = Vec::new();
    for before in old.modules() {
        match new.module(&before.name) {
            Some(after) => modules(before, after, &mut changes),
            None => {
                changes.push(Change { module: before.name.clone(), field: None, kind: ChangeKind::Removed });
            }
        }
    }
    let added = new.modules().iter().filter(|module| old.module(&module.name).is_none());
    changes.extend(added.map(|it| Change { module: it.name.clone(), field: None, kind: ChangeKind::Added }));
    changes.sort_by(|a, b| (&a.module, &a.field).cmp(&(&b.module, &b.field)));
    changes
}

fn modules(old: &Module, new: &Module, changes: &mut Vec<Change>) {
    let mut of_module = |kind| changes.push(Change { module: old.name.clone(), field: None, kind });
    if old.label != new.label {
        of_module(ChangeKind::Label { old: old.label.clone(), new: new.label.clone() });
    }
    if old.id_prefix != new.id_prefix {
        of_module(ChangeKind::IdPrefix { old: old.id_prefix, new: new.id_prefix });
    }
    for (key, before, now) in [
        ("isEntity", old.is_entity, new.is_entity),
        ("createable", old.createable, new.createable),
        ("updateable", old.updateable, new.updateable),
        ("deleteable", old.deleteable, new.deleteable),
        ("retrieveable", old.retrieveable, new.retrieveable),
    ] {
        if before != now {
            of_module(ChangeKind::Flag { key, now });
        }
    }
    let mut added: Vec<&Field> = new.fields_by_name().filter(|it| old.field(&it.name).is_none()).collect();
    for before in old.fields_by_name() {
        let mut of_field = |kind| {
            changes.push(Change { module: old.name.clone(), field: Some(before.name.clone()), kind });
        };
        if let Some(after) = new.field(&before.name) {
            fields(before, after, &mut of_field);
        } else if let Some(at) = added.iter().position(|after| is_renamed(before, after)) {
            of_field(ChangeKind::Renamed { to: added.remove(at).name.clone() });
        } else {
            of_field(ChangeKind::Removed);
        }
    }
    for after in added {
        let mut of_field = |kind| {
            changes.push(Change { module: old.name.clone(), field: Some(after.name.clone()), kind });
        };
        of_field(ChangeKind::Added);
        if after.mandatory {
            of_field(ChangeKind::Flag { key: "mandatory", now: true });
        }
    }
}

fn is_renamed(old: &Field, new: &Field) -> bool {
    old.ty == new.ty && (old.label == new.label || suggest::closest(&old.name, [new.name.as_str()]).is_some())
}

fn fields(old: &Field, new: &Field, change: &mut impl FnMut(ChangeKind)) {
    if old.ty != new.ty {
        change(ChangeKind::Type { old: old.ty.clone(), new: new.ty.clone() });
    }
    for (key, before, now) in [
        ("mandatory", old.mandatory, new.mandatory),
        ("nullable", old.nullable, new.nullable),
        ("editable", old.editable, new.editable),
        ("isunique", old.unique, new.unique),
    ] {
        if before != now {
            change(ChangeKind::Flag { key, now });
        }
    }
    if old.label != new.label {
        change(ChangeKind::Label { old: old.label.clone(), new: new.label.clone() });
    }
    if old.default != new.default {
        change(ChangeKind::Default { old: old.default.clone(), new: new.default.clone() });
    }
    if old.length != new.length {
        change(ChangeKind::Length { old: old.length, new: new.length });
    }
    let values = |field: &Field| field.picklist.iter().map(|it| it.value.clone()).collect::<Vec<_>>();
    lists(&values(old), &values(new), ChangeKind::ValueRemoved, ChangeKind::ValueAdded, change);
    lists(&old.refers_to, &new.refers_to, ChangeKind::TargetRemoved, ChangeKind::TargetAdded, change);
}

fn lists(
    old: &[String],
    new: &[String],
    removed: fn(String) -> ChangeKind,
    added: fn(String) -> ChangeKind,
    change: &mut impl FnMut(ChangeKind),
) {
    old.iter().filter(|it| !new.contains(it)).for_each(|it| change(removed(it.clone())));
    new.iter().filter(|it| !old.contains(it)).for_each(|it| change(added(it.clone())));
}
