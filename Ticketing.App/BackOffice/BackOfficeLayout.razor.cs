using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;
using Ticketing.App.Shared;

namespace Ticketing.App.BackOffice;

/// <summary>
/// Layout of staff pages: navigation by role, search, theme, language, account. It is rendered in the page's circuit;
/// search and theme also work before the circuit starts.
/// </summary>
public sealed partial class BackOfficeLayout(NavigationManager navigation) : IDisposable
{
    private ErrorBoundary? _boundary;
    private MudIconButton? _closeButton;
    private bool _isMenuOpen;
    private bool _isMenuOpening;
    private string _search = "";

    private string Here => "/" + navigation.ToBaseRelativePath(navigation.Uri).Split('#')[0];

    public void Dispose() => navigation.LocationChanged -= OnLocationChanged;

    protected override void OnInitialized() => navigation.LocationChanged += OnLocationChanged;

    // Navigation clears the error of the page before.
    protected override void OnParametersSet() => _boundary?.Recover();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isMenuOpening && _closeButton is not null)
        {
            _isMenuOpening = false;
            await _closeButton.FocusAsync();
        }
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => CloseMenu();

    private void OpenMenu() => (_isMenuOpen, _isMenuOpening) = (true, true);

    private void CloseMenu() => _isMenuOpen = false;

    private void Find()
    {
        navigation.NavigateTo(AppUrls.AdminOrdersFound(_search.Trim(), ""));
        _search = "";
    }
}
