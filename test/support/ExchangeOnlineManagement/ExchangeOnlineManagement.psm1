# Stands in for Microsoft's module of this name: the real names and parameters of the three functions the app calls. The cmdlets they
# bring in are those of SandboxExchange. What it does is told by scenario.json, see there.

$script:connections = @()

function Connect-ExchangeOnline {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)] [string] $ConnectionUri,
        [Parameter(Position = 1)] [string] $AzureADAuthorizationEndpointUri,
        [Parameter(Position = 2)] [string] $ExchangeEnvironmentName = 'O365Default',
        [Parameter(Position = 3)] $PSSessionOption,
        [string] $DelegatedOrganization,
        [string] $Prefix = '',
        [string[]] $CommandName = @('*'),
        [string[]] $FormatTypeName = @('*'),
        [string] $AccessToken,
        [string] $AppId,
        [switch] $BypassMailboxAnchoring,
        $Certificate,
        [string] $CertificateFilePath,
        [securestring] $CertificatePassword,
        [string] $CertificateThumbprint,
        [pscredential] $Credential,
        [switch] $Device,
        [switch] $DisableWAM,
        [switch] $EnableErrorReporting,
        [string] $EXOModuleBasePath,
        [switch] $InlineCredential,
        [switch] $LoadCmdletHelp,
        [string] $LogDirectoryPath,
        [string] $LogLevel,
        [switch] $ManagedIdentity,
        [string] $ManagedIdentityAccountId,
        [string] $Organization,
        [int] $PageSize = 1000,
        [switch] $ShowBanner,
        $ShowProgress,
        [switch] $SigningCertificate,
        [switch] $SkipLoadingCmdletHelp,
        [switch] $SkipLoadingFormatData,
        [bool] $TrackPerformance,
        [bool] $UseMultithreading,
        [string] $UserPrincipalName
    )
    # Imported first, for what it can tell of the scenario; -Force makes it anew at each connection, as the real one is.
    $exchange = Import-Module SandboxExchange -Force -PassThru -Function 'Get-SandboxScenario', 'Add-SandboxCall'
    $scenario = Get-SandboxScenario 'Connect-ExchangeOnline'
    Add-SandboxCall 'Connect-ExchangeOnline' $PSBoundParameters
    if ($scenario['prints']) { [System.Console]::Write($scenario['prints']) }
    if ($Device) {
        $text = 'To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code SANDBOX42 to authenticate.'
        if ($scenario['deviceCodeNote'] -is [string]) { $text = $scenario['deviceCodeNote'] }
        if ($scenario['deviceCodeToConsole']) { [System.Console]::WriteLine($text) } else { Write-Host $text }
    }
    if ($scenario['signInRefused']) { throw [System.Exception]::new($scenario['signInRefused']) }
    $visible = @($exchange.ExportedFunctions.Keys | Where-Object { $_ -like '*-Mailbox*' -and $scenario['hide'] -notcontains $_ } |
            Where-Object { $CommandName -contains '*' -or $CommandName -contains $_ })
    # A session without any of them brings in none; an empty list would mean all.
    if ($visible.Count -gt 0) {
        Import-Module SandboxExchange -Prefix $Prefix -Function $visible -Global -DisableNameChecking -Force
    }
    $account = $UserPrincipalName
    if ($account -eq '' -and $AppId -eq '') { $account = 'admin@contoso.example' }
    $domain = $Organization
    if ($domain -eq '') { $domain = 'contoso.example' }
    $script:connections += [pscustomobject] @{
        ConnectionId = [guid]::NewGuid(); State = 'Connected'; Name = 'ExchangeOnline_1'; UserPrincipalName = $account
        ConnectionUri = 'https://outlook.office365.com'; ModulePrefix = $Prefix; Organization = $domain; AppId = $AppId
        CertificateAuthentication = $AppId -ne ''; TokenStatus = 'Active'
    }
}

function Get-ConnectionInformation {
    [CmdletBinding()]
    param([string[]] $ConnectionId, [string[]] $ModulePrefix)
    $script:connections
}

function Disconnect-ExchangeOnline {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    param([string[]] $ConnectionId, [string[]] $ModulePrefix)
    if (-not $PSCmdlet.ShouldProcess('Running this cmdlet clears all active sessions created using Connect-ExchangeOnline.')) { return }
    $null = Import-Module SandboxExchange -PassThru -Function 'Get-SandboxScenario', 'Add-SandboxCall'
    $scenario = Get-SandboxScenario 'Disconnect-ExchangeOnline'
    Add-SandboxCall 'Disconnect-ExchangeOnline' $PSBoundParameters
    if ($scenario['prints']) { [System.Console]::Write($scenario['prints']) }
    if ($scenario['disconnectRefused']) { throw [System.Exception]::new($scenario['disconnectRefused']) }
    Remove-Module SandboxExchange -Force -ErrorAction SilentlyContinue
    $script:connections = @()
}
