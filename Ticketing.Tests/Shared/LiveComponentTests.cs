using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Time.Testing;
using Microsoft.JSInterop;
using Ticketing.App.Shared;

namespace Ticketing.Tests.Shared;

/// <summary>Lifetime, owned tasks and periodic callback of live components.</summary>
public sealed class LiveComponentTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly BunitContext _context = new();
    private readonly FakeTimeProvider _time = new();

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    [Fact]
    public async Task Beat_EachPeriod_IsCalledOnce()
    {
        var probe = Render();
        await probe.InvokeAsync(() => probe.Instance.StartBeat(_time, () => Second));

        for (var beats = 1; beats <= 3; beats++)
        {
            _time.Advance(Second);
            await probe.Instance.Beaten.WaitAsync(Xunit.TestContext.Current.CancellationToken);
            Assert.Equal(beats, probe.Instance.Beats);
        }
    }

    [Fact]
    public async Task Beat_PeriodChanged_FollowsIt()
    {
        var probe = Render();
        var period = Second;
        await probe.InvokeAsync(() => probe.Instance.StartBeat(_time, () => period));
        period = 5 * Second;
        await NextBeatAsync(probe, Second);

        // The old period no longer ticks; the new one does.
        _time.Advance(Second);
        await NextBeatAsync(probe, 4 * Second);

        Assert.Equal(2, probe.Instance.Beats);
    }

    [Fact]
    public async Task Beat_Failed_ReachesTheErrorBoundaryAndEnds()
    {
        var page = _context.Render(Guarded());
        var probe = page.FindComponent<Probe>();
        var instance = probe.Instance;
        await probe.InvokeAsync(() => instance.StartBeat(_time, () => Second, new InvalidOperationException("The beat failed.")));

        _time.Advance(Second);

        page.WaitForAssertion(() => Assert.Equal("The beat failed.", page.Find("p").TextContent));
        Assert.Equal(1, instance.Beats);
    }

    [Fact]
    public async Task Own_TaskFailed_ReachesTheErrorBoundary()
    {
        var page = _context.Render(Guarded());
        var probe = page.FindComponent<Probe>();
        var work = new TaskCompletionSource();
        await probe.InvokeAsync(() => probe.Instance.Take(work.Task));

        work.SetException(new InvalidOperationException("The task failed."));

        page.WaitForAssertion(() => Assert.Equal("The task failed.", page.Find("p").TextContent));
    }

    [Fact]
    public async Task Own_CancelledElsewhere_IsAFailure()
    {
        var page = _context.Render(Guarded());
        var probe = page.FindComponent<Probe>();

        await probe.InvokeAsync(() => probe.Instance.Take(Task.FromCanceled(new CancellationToken(canceled: true))));

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("p")));
    }

    [Fact]
    public async Task Own_Disconnected_IsNoFailure()
    {
        var page = _context.Render(Guarded());
        var probe = page.FindComponent<Probe>();

        await probe.InvokeAsync(() => probe.Instance.Take(Task.FromException(new JSDisconnectedException("The browser disconnected."))));

        Assert.Equal("live", page.Markup);
    }

    [Fact]
    public async Task Dispose_WithWork_CancelsThenAwaitsThenReleases()
    {
        var probe = Render();
        var instance = probe.Instance;
        await probe.InvokeAsync(() =>
        {
            instance.Take(instance.WorkUntilCancelledAsync());
            instance.StartBeat(_time, () => Second);
        });

        await _context.DisposeComponentsAsync();
        await instance.DisposeAsync();
        _time.Advance(10 * Second);

        Assert.Equal(["work ended", "released"], instance.Log);
        Assert.True(instance.IsCancelled);
        Assert.Equal(0, instance.Beats);
    }

    [Fact]
    public async Task Dispose_Disconnected_ReleasesWithoutFailure()
    {
        var instance = Render().Instance;
        instance.ReleaseFailure = new JSDisconnectedException("The browser disconnected.");

        await _context.DisposeComponentsAsync();

        Assert.Equal(["released"], instance.Log);
    }

    private async Task NextBeatAsync(IRenderedComponent<Probe> probe, TimeSpan after)
    {
        _time.Advance(after);
        await probe.Instance.Beaten.WaitAsync(Xunit.TestContext.Current.CancellationToken);

        // The dispatcher runs the continuation in the same item: after it, the new period is set.
        await probe.InvokeAsync(() => { });
    }

    private IRenderedComponent<Probe> Render() => _context.Render<Probe>();

    private static RenderFragment Guarded() => builder =>
    {
        builder.OpenComponent<ErrorBoundary>(0);
        builder.AddComponentParameter(1, nameof(ErrorBoundary.ChildContent), (RenderFragment)(content =>
        {
            content.OpenComponent<Probe>(0);
            content.CloseComponent();
        }));
        builder.AddComponentParameter(2, nameof(ErrorBoundary.ErrorContent), (RenderFragment<Exception>)(failure => content => content.AddMarkupContent(0, $"<p>{failure.Message}</p>")));
        builder.CloseComponent();
    };

    private sealed class Probe : LiveComponent
    {
        /// <summary>Released by each beat that did not fail.</summary>
        public SemaphoreSlim Beaten { get; } = new(0);

        public List<string> Log { get; } = [];

        public int Beats { get; private set; }

        public bool IsCancelled => Lifetime.IsCancellationRequested;

        public Exception? ReleaseFailure { get; set; }

        public void Take(Task task) => Track(task);

        public void StartBeat(TimeProvider time, Func<TimeSpan> period, Exception? failure = null) => Repeat(time, period, () =>
        {
            Beats++;
            if (failure is not null)
            {
                throw failure;
            }

            Beaten.Release();
            return Task.CompletedTask;
        });

        public async Task WorkUntilCancelledAsync()
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, Lifetime);
            }
            finally
            {
                Log.Add("work ended");
            }
        }

        protected override ValueTask ReleaseAsync()
        {
            Log.Add("released");
            return ReleaseFailure is null ? ValueTask.CompletedTask : throw ReleaseFailure;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, "live");
    }
}
