using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Data;

namespace Ticketing.App.Publishing;

/// <summary>Where the typed values stand.</summary>
public enum SaveState
{
    Saved,

    /// <summary>Typed within the last moment.</summary>
    Changed,

    Saving,

    /// <summary>The last attempt failed; see <see cref="DraftEditor.Refusal"/>. What was typed is kept.</summary>
    Failed,

    /// <summary>Others have changed the same fields; see <see cref="DraftEditor.Conflict"/>.</summary>
    Conflicting,
}

/// <summary>Fields that the user and others have changed at the same time.</summary>
/// <param name="Theirs">The stored draft.</param>
public sealed record DraftConflict(EventDraftView Theirs, IReadOnlyList<string> Paths);

/// <summary>Sends a save.</summary>
/// <param name="seen">The revision that <paramref name="document"/> is based on.</param>
/// <param name="overwrite">As <see cref="SaveDraft.Overwrite"/>.</param>
public delegate Task<Outcome<SavedDraft, RefusedDraft>> SendDraft(EventDraft document, int seen, bool overwrite);

/// <summary>
/// A draft as one circuit edits it: saves what was typed a moment after the last change, one save at a time. Runs on the renderer's
/// dispatcher, which needs no locks. Typed values are replaced only where the user has not changed them or decides for the others'.
/// </summary>
/// <param name="view">The draft as it was read.</param>
/// <param name="send">Sends a save.</param>
/// <param name="changed">Called when the state changes outside of an event of the page.</param>
public sealed class DraftEditor(EventDraftView view, SendDraft send, TimeProvider time, Action changed)
{
    /// <summary>How long after the last change a save begins: what a closed tab loses at most.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(800);

    // What the server has of this document: another reference than Document means unsaved changes.
    private EventDraft _stored = view.Document;
    private Task _saving = Task.CompletedTask;
    private bool _overwrite;
    private int _changes;

    /// <summary>The typed values.</summary>
    public EventDraft Document { get; private set; } = view.Document;

    /// <summary>The draft as of the last save or reading; its document may be older than <see cref="Document"/>.</summary>
    public EventDraftView View { get; private set; } = view;

    public SaveState State { get; private set; }

    /// <summary>Why the last save was refused; null with <see cref="SaveState.Failed"/>: the database did not answer.</summary>
    public DraftRefusal? Refusal { get; private set; }

    public DraftConflict? Conflict { get; private set; }

    /// <summary>Fields of the last save that others had changed and whose values were taken over; empty: none.</summary>
    public IReadOnlyList<string> TakenOver { get; private set; } = [];

    public bool IsDirty => !ReferenceEquals(Document, _stored);

    /// <summary>Takes a change, and saves it after <see cref="Delay"/> unless another one follows.</summary>
    /// <returns>The delayed save; the caller observes its failure.</returns>
    public async Task ChangeAsync(EventDraft document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        Document = document;
        if (Conflict is not null)
        {
            return;
        }

        State = State == SaveState.Saving ? SaveState.Saving : SaveState.Changed;
        var change = ++_changes;
        await Task.Delay(Delay, time, cancellationToken);
        if (change == _changes)
        {
            await FlushAsync();
        }
    }

    /// <summary>Saves what is not saved yet; completes when it is stored or refused.</summary>
    public Task FlushAsync()
    {
        if (_saving.IsCompleted && IsDirty && Conflict is null)
        {
            _saving = SaveAllAsync();
        }

        return _saving;
    }

    /// <summary>Replaces the typed values of the conflicting fields by the others'; other typed values stay.</summary>
    public Task KeepTheirsAsync()
    {
        if (Conflict is { } conflict)
        {
            Document = DraftPaths.Copy(conflict.Theirs.Document, Document, conflict.Paths);
            Conflict = null;
        }

        return FlushAsync();
    }

    /// <summary>Saves the typed values of the conflicting fields over the others'.</summary>
    public Task UseMineAsync()
    {
        (Conflict, _overwrite) = (null, true);
        return FlushAsync();
    }

    /// <summary>Shows a draft that another action has stored.</summary>
    public void Adopt(EventDraftView stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        (View, Document, _stored) = (stored, stored.Document, stored.Document);
        (State, Refusal, Conflict, TakenOver) = (SaveState.Saved, null, null, []);
        _changes++;
    }

    /// <summary>Hides the notice of <see cref="TakenOver"/>.</summary>
    public void DismissTakenOver() => TakenOver = [];

    private async Task SaveAllAsync()
    {
        while (IsDirty && Conflict is null)
        {
            (State, Refusal) = (SaveState.Saving, null);
            changed();
            var sent = Document;
            try
            {
                var outcome = await send(sent, View.Revision, _overwrite);
                if (!outcome.Succeeded)
                {
                    Refuse(outcome.Refusal);
                    break;
                }

                Take(sent, outcome.Value);
            }
            catch (Exception outage) when (DatabaseRetry.IsTransient(outage))
            {
                State = SaveState.Failed;
                break;
            }
            finally
            {
                _overwrite = false;
            }
        }

        changed();
    }

    private void Take(EventDraft sent, SavedDraft saved)
    {
        // Typed while the save was under way: only what others have changed is taken over.
        Document = ReferenceEquals(Document, sent) ? saved.View.Document
            : saved.TakenOver.Count == 0 ? Document
            : DraftPaths.Copy(saved.View.Document, Document, saved.TakenOver);
        (View, _stored, State) = (saved.View, saved.View.Document, SaveState.Saved);
        if (saved.TakenOver.Count > 0)
        {
            TakenOver = saved.TakenOver;
        }
    }

    private void Refuse(RefusedDraft refused)
    {
        if (refused is { Reason: DraftRefusal.Outdated, Current: { } theirs })
        {
            var paths = refused.Conflicts is { Count: > 0 } conflicts ? conflicts : DraftPaths.Differences(theirs.Document, Document);
            (State, Conflict) = (SaveState.Conflicting, new DraftConflict(theirs, paths));
            if (refused.Conflicts is not { Count: > 0 })
            {
                // The base is not kept any more: all that differs is shown, and the decision is saved on top of the stored draft.
                (View, _stored) = (theirs, theirs.Document);
            }
        }
        else
        {
            (State, Refusal) = (SaveState.Failed, refused.Reason);
        }
    }
}
