using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Ticketing.App.Publishing;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Tests.Integration;
using EventId = Ticketing.Core.Common.EventId;

namespace Ticketing.Tests.Publishing;

/// <summary>When typed values are saved, and what becomes of them when others save, too.</summary>
public sealed class DraftEditorTests
{
    private static readonly EventDraft Empty = EventDraft.Empty;

    private readonly FakeTimeProvider _time = new(TestTimes.Start);
    private readonly List<(EventDraft Document, int Seen, bool Overwrite)> _sent = [];
    private Func<EventDraft, Task<Outcome<SavedDraft, RefusedDraft>>> _answer;

    public DraftEditorTests() => _answer = document => Task.FromResult<Outcome<SavedDraft, RefusedDraft>>(new SavedDraft(View(document, 2), []));

    [Fact]
    public async Task Change_FollowedByAnother_IsSavedOnceAfterTheDelay()
    {
        var editor = Open();
        var first = editor.ChangeAsync(Titled("A"), default);
        _time.Advance(DraftEditor.Delay - TimeSpan.FromMilliseconds(1));
        var second = editor.ChangeAsync(Titled("An"), default);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await first;
        Assert.Empty(_sent);
        Assert.Equal(SaveState.Changed, editor.State);

        _time.Advance(DraftEditor.Delay);
        await Task.WhenAll(first, second);

        Assert.Equal("An", Assert.Single(_sent).Document.Details.Title);
        Assert.Equal((SaveState.Saved, 2, false), (editor.State, editor.View.Revision, editor.IsDirty));
    }

    [Fact]
    public async Task Flush_BeforeTheDelay_SavesAtOnceAndNotAgain()
    {
        var editor = Open();
        var change = editor.ChangeAsync(Titled("A"), default);
        await editor.FlushAsync();
        Assert.Single(_sent);

        _time.Advance(DraftEditor.Delay);
        await change;
        Assert.Single(_sent);
    }

    [Fact]
    public async Task Values_TypedWhileASaveIsUnderWay_AreKeptAndSavedAfterIt()
    {
        var answered = new TaskCompletionSource<Outcome<SavedDraft, RefusedDraft>>();
        _answer = _ => answered.Task;
        var editor = Open();
        var change = editor.ChangeAsync(Titled("A"), default);
        var flush = editor.FlushAsync();
        Assert.Equal(SaveState.Saving, editor.State);
        var later = editor.ChangeAsync(Titled("An evening"), default);

        // Others have changed the summary.
        _answer = document => Task.FromResult<Outcome<SavedDraft, RefusedDraft>>(new SavedDraft(View(document, 3), []));
        answered.SetResult(new SavedDraft(View(Titled("A") with { Details = new DraftDetails { Title = "A", Summary = "theirs" } }, 2), ["details.summary"]));
        await flush;
        _time.Advance(DraftEditor.Delay);
        await Task.WhenAll(change, later);

        Assert.Equal(("An evening", "theirs"), (editor.Document.Details.Title, editor.Document.Details.Summary));
        Assert.Equal([1, 2], _sent.Select(sent => sent.Seen));
        Assert.Equal(["details.summary"], editor.TakenOver);
        Assert.False(editor.IsDirty);
    }

    [Fact]
    public async Task Conflict_KeptTheirs_KeepsOtherTypedValues()
    {
        var editor = await ConflictingAsync();
        _answer = document => Task.FromResult<Outcome<SavedDraft, RefusedDraft>>(new SavedDraft(View(document, 3), []));

        await editor.KeepTheirsAsync();

        var sent = _sent[^1];
        Assert.Equal(("theirs", "typed"), (sent.Document.Details.Title, sent.Document.Details.Summary));
        Assert.Equal((1, false), (sent.Seen, sent.Overwrite));
        Assert.Equal((SaveState.Saved, (DraftConflict?)null), (editor.State, editor.Conflict));
    }

    [Fact]
    public async Task Conflict_UsedMine_OverwritesOnce()
    {
        var editor = await ConflictingAsync();
        _answer = document => Task.FromResult<Outcome<SavedDraft, RefusedDraft>>(new SavedDraft(View(document, 3), []));

        await editor.UseMineAsync();
        Assert.Equal(("mine", true), (_sent[^1].Document.Details.Title, _sent[^1].Overwrite));

        var next = editor.ChangeAsync(Titled("next"), default);
        await editor.FlushAsync();
        Assert.Equal((3, false), (_sent[^1].Seen, _sent[^1].Overwrite));
        _time.Advance(DraftEditor.Delay);
        await next;
    }

    [Fact]
    public async Task Conflict_Undecided_IsNotSentAgainAndKeepsTyping()
    {
        var editor = await ConflictingAsync();
        var count = _sent.Count;

        await editor.ChangeAsync(Titled("mine, longer"), default);
        await editor.FlushAsync();

        Assert.Equal(count, _sent.Count);
        Assert.Equal("mine, longer", editor.Document.Details.Title);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Conflict_OnABaseThatIsNotKept_IsSavedOnTheStoredDraft(bool mine)
    {
        var editor = Open();
        _answer = _ => Task.FromResult<Outcome<SavedDraft, RefusedDraft>>(
            new RefusedDraft(DraftRefusal.Outdated, Current: View(Titled("theirs"), 60), Conflicts: []));
        var change = editor.ChangeAsync(Titled("mine"), default);
        await editor.FlushAsync();
        _time.Advance(DraftEditor.Delay);
        await change;
        Assert.Equal(SaveState.Conflicting, editor.State);
        Assert.Contains("details.title", editor.Conflict!.Paths);

        _answer = document => Task.FromResult<Outcome<SavedDraft, RefusedDraft>>(new SavedDraft(View(document, 61), []));
        await (mine ? editor.UseMineAsync() : editor.KeepTheirsAsync());

        Assert.Equal((mine ? "mine" : "theirs", 60, mine), (_sent[^1].Document.Details.Title, _sent[^1].Seen, _sent[^1].Overwrite));
        Assert.Equal((SaveState.Saved, false), (editor.State, editor.IsDirty));
    }

    [Fact]
    public async Task Refusal_OfASave_KeepsWhatWasTypedForARetry()
    {
        var editor = Open();
        _answer = _ => Task.FromResult<Outcome<SavedDraft, RefusedDraft>>(new RefusedDraft(DraftRefusal.TooOften));
        var change = editor.ChangeAsync(Titled("A"), default);
        await editor.FlushAsync();
        Assert.Equal((SaveState.Failed, DraftRefusal.TooOften), (editor.State, editor.Refusal));
        Assert.True(editor.IsDirty);

        _answer = document => Task.FromResult<Outcome<SavedDraft, RefusedDraft>>(new SavedDraft(View(document, 2), []));
        await editor.FlushAsync();
        Assert.Equal((SaveState.Saved, (DraftRefusal?)null), (editor.State, editor.Refusal));
        _time.Advance(DraftEditor.Delay);
        await change;
    }

    [Fact]
    public async Task Outage_OfTheDatabase_IsNoRefusal()
    {
        var editor = Open();
        _answer = _ => throw new NpgsqlException("down", new IOException());
        var change = editor.ChangeAsync(Titled("A"), default);
        await editor.FlushAsync();

        Assert.Equal((SaveState.Failed, (DraftRefusal?)null), (editor.State, editor.Refusal));
        Assert.Equal("A", editor.Document.Details.Title);
        _time.Advance(DraftEditor.Delay);
        await change;
    }

    private static EventDraft Titled(string title) => Empty with { Details = new DraftDetails { Title = title } };

    private static EventDraftView View(EventDraft document, int revision) => new(
        EventId.New(), OrganizationId.New(), document, revision, PublishingStage.Draft, HasChanges: false, null, CanUndo: false, null, null,
        TestTimes.Start, "Bea")
    {
        Problems = [],
    };

    private DraftEditor Open() => new(
        View(Empty, 1),
        (document, seen, overwrite) =>
        {
            _sent.Add((document, seen, overwrite));
            return _answer(document);
        },
        _time, () => { });

    private async Task<DraftEditor> ConflictingAsync()
    {
        var editor = Open();
        _answer = _ => Task.FromResult<Outcome<SavedDraft, RefusedDraft>>(
            new RefusedDraft(DraftRefusal.Outdated, Current: View(Titled("theirs"), 2), Conflicts: ["details.title"]));
        var change = editor.ChangeAsync(Empty with { Details = new DraftDetails { Title = "mine", Summary = "typed" } }, default);
        await editor.FlushAsync();
        _time.Advance(DraftEditor.Delay);
        await change;
        Assert.Equal(SaveState.Conflicting, editor.State);
        Assert.Equal("mine", editor.Document.Details.Title);
        return editor;
    }
}
